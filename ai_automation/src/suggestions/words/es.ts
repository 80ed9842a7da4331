import { type Phrases, plural } from "./phrases.ts";

const locale = "es";
const minutes = (count: number): string => plural(locale, count, "# minuto", "# minutos");
const days = (count: number): string => plural(locale, count, "# día", "# días");
const times = (count: number): string => plural(locale, count, "# vez", "# veces");
const learnedDays = (isHeldOut: boolean): string =>
  isHeldOut ? "en los días de los que no aprendió" : "en los días de los que aprendió";
const SUN = { sunrise: "del amanecer", sunset: "del atardecer" };
const AT_SUN = { sunrise: "al amanecer", sunset: "al atardecer" };

export const es: Phrases = {
  locale,
  deeds: {
    on: (things) => `Encender ${things}`,
    off: (things) => `Apagar ${things}`,
    open: (things) => `Abrir ${things}`,
    close: (things) => `Cerrar ${things}`,
    play: (things) => `Iniciar la reproducción en ${things}`,
    pause: (things) => `Pausar ${things}`,
    mode: (mode, things) => `Pasar a «${mode}»: ${things}`,
  },
  isVerbFirst: true,
  sentence: (deeds, when) => `${deeds} ${when.join(", ")}`,
  volume: (percent) => `volumen ${percent} %`,
  at: (time) => `a las ${time}`,
  workdays: "los días laborables",
  weekends: "los fines de semana",
  on: (names) => `los ${names}`,
  weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábados", "domingos"],
  sun: (offset, event) =>
    offset === 0 ? AT_SUN[event] : `${minutes(Math.abs(offset))} ${offset < 0 ? "antes" : "después"} ${SUN[event]}`,
  when: (clause) => `cuando ${clause}`,
  whilst: (clause) => `mientras ${clause}`,
  reports: (eventType) => `comunica «${eventType}»`,
  rises: (above) => `supera ${above}`,
  falls: (below) => `baja de ${below}`,
  isAbove: (above) => `está por encima de ${above}`,
  isBelow: (below) => `está por debajo de ${below}`,
  lasting: (count) => `durante ${minutes(count)}`,
  anybody: "alguien",
  comesHome: "llega a casa",
  leavesHome: "sale de casa",
  arrives: (place) => `llega a ${place}`,
  meanings: {
    motion: ["detecta movimiento", "deja de detectar movimiento"],
    occupancy: ["detecta a alguien", "ya no detecta a nadie"],
    presence: ["está en casa", "está fuera"],
    opening: ["se abre", "se cierra"],
    sound: ["oye algo", "ya no oye nada"],
    vibration: ["vibra", "deja de vibrar"],
    plug: ["se enchufa", "se desenchufa"],
    power: ["tiene corriente", "no tiene corriente"],
    lock: ["se desbloquea", "se bloquea"],
    moisture: ["se moja", "está seco"],
    other: ["se enciende", "se apaga"],
  },
  turnsTo: (state) => `pasa a «${state}»`,
  being: (state, count) => (count === 0 ? `está ${state}` : `lleva ${minutes(count)} ${state}`),
  states: {
    on: "encendido",
    off: "apagado",
    home: "en casa",
    not_home: "fuera",
    open: "abierto",
    closed: "cerrado",
    locked: "bloqueado",
    unlocked: "desbloqueado",
    heat: "calefacción",
    cool: "refrigeración",
    auto: "automático",
  },
  between: (after, before) => `entre las ${after} y las ${before}`,
  dark: "cuando está oscuro",
  byDay: "de día",
  everybodyHome: "con todos en casa",
  everybodyAway: "con todos fuera",
  somebodyAway: "mientras alguien siga fuera",
  evidence: (total, done, right, of) =>
    `En ${days(total)} esto se hizo a mano ${times(done)} en este momento; ` +
    `en los días de los que no aprendió habría acertado ${right} de ${times(of)}.`,
  mostlyBy: (name) => `Sobre todo por ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Avisar si ${name} sigue ${state} a las ${time}`,
    longTitle: (name, state, duration) => `Avisar si ${name} sigue ${state} durante ${duration}`,
    stillEvidence: (normal, all, state) => `En ${normal} de ${all} noches estaba ${state} a esa hora`,
    longEvidence: (normal, all, state, total) =>
      `De las ${all} veces que estuvo ${state} en ${days(total)}, ${normal} fueron más cortas`,
    newest: (all, normal) => `de las ${all} más recientes, de las que no aprendió, ${normal}`,
    heading: (name, state) => `${name} está ${state}`,
    lock: (name) => `Bloquear ${name}`,
    stillMessage: (time, name, state, usual) =>
      `Son las ${time} y ${name} sigue ${state}. A esta hora suele estar ${usual}.`,
    longMessage: (name, state, duration) => `${name} lleva ${duration} ${state}, más de lo habitual.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `${plural(locale, more, "Falta # día", "Faltan # días")} de historial: ${has} de ${days(needs)} hasta ahora`,
    noActuators: "En esta casa no hay nada que una automatización pueda accionar",
    nothingByHand: "Nadie acciona nada a mano con bastante frecuencia",
    tooFewTimes: (has, needs) => `visto ${times(has)}; hacen falta ${needs}`,
    tooFewDays: (has, needs) => `visto en ${days(has)}; hacen falta ${needs}`,
    tooFewWeeks: (has, needs) => `visto en ${plural(locale, has, "# semana", "# semanas")}; hacen falta ${needs}`,
    notConfirmed: (has, needs) => `acertó ${times(has)} ${learnedDays(true)}; hacen falta ${needs}`,
    givenUp: (has, needs) => `abandonado: acertó el ${has} en las últimas cuatro semanas; hace falta ${needs}`,
    chance: "puede ser casualidad: entre todo lo probado, algo así sale también por suerte",
    doneBy: (automation) => `${automation} ya lo hace`,
    anAutomation: "una automatización",
    theAutomation: (name) => `la automatización «${name}»`,
    anotherHabitOf: (name) => `otra costumbre de ${name}`,
    quarrels: (other) => `chocaría con ${other}: una desharía la otra`,
    wrongTooOften: (has, needs, isHeldOut) => `acertó el ${has} ${learnedDays(isHeldOut)}; hace falta más de ${needs}`,
    notSureEnough: (has, needs, isHeldOut) =>
      `acertó el ${has} ${learnedDays(isHeldOut)}: muy poco para estar seguro de ${needs}`,
  },
  selfActing: {
    after: (duration, clause) => `siempre que ${clause}, ${duration} después`,
    atOnce: (clause) => `siempre en cuanto ${clause}`,
    atTime: (time) => `siempre a las ${time} en punto`,
    bySun: (when) => `siempre ${when}`,
    text: (when, count, name) =>
      `ya ocurre por sí solo, ${when}: visto ${times(count)}` + (name === null ? "" : `; algo actúa como ${name}`),
  },
  doubts: {
    not_said: (number) => `${number} no aparece en su texto.`,
    left_out: (number) => `Escribió ${number}, y no se usa.`,
    days: () => "Los días no son los de su texto.",
    light: () => "Escribió sobre la oscuridad o la luz del día, y aquí es al revés.",
    direction: () => "Se mueve hacia el otro lado de lo que escribió.",
    switching: () => "Escribió encender o apagar, y aquí es al revés.",
    thing: (name) => `No nombró ${name}.`,
  },
  noEvidence: "Nada en su historial lo respalda: nadie lo hizo a mano cuando actuaría.",
  fix: {
    allDays: "todos sus días",
    onlyDays: (names) => `solo ${names}`,
    allHours: "a cualquier hora",
    notBetween: (from, until) => `no entre las ${from} y las ${until}`,
    darkAndLight: "de noche y de día",
    onlyDark: "solo cuando está oscuro",
    onlyByDay: "solo de día",
    atOnce: "enseguida",
    after: (count) => `tras ${minutes(count)}`,
    atItsTime: "a su hora",
    later: (count) => `${minutes(count)} más tarde`,
    earlier: (count) => `${minutes(count)} antes`,
    whateverElse: "haya lo que haya encendido",
    onlyWhilst: (clause) => `solo mientras ${clause}`,
    asItComes: "tal como esté",
    levelEvidence: (set, runs, near, after) =>
      `Después de ${set} de sus ${runs} ejecuciones se ajustó el nivel a mano, ${near} veces a más o menos esto. Cambiada a «${after}», esas veces habría acertado de inmediato.`,
    anyValue: "con cualquier valor",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `Se deshicieron a mano ${undone} de sus ${runs} ejecuciones. Al pasar de «${before}» a «${after}», ` +
      `${repaired} de ellas no habrían ocurrido y ${kept} de las otras ${others} habrían quedado.`,
  },
};
