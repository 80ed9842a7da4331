import { plural, type Phrases } from "./phrases.ts";
import { lowerTerm } from "./terms.ts";

const locale = "es";
const minutes = (count: number): string => plural(locale, count, "# minuto", "# minutos");
const days = (count: number): string => plural(locale, count, "# día", "# días");
const times = (count: number): string => plural(locale, count, "# vez", "# veces");
const onDays = (isHeldOut: boolean): string =>
  isHeldOut ? "en una prueba con días que no conocía" : "en los días de los que aprendió";
const SUN = { sunrise: "del amanecer", sunset: "del atardecer" };
const AT_SUN = { sunrise: "al amanecer", sunset: "al atardecer" };

export const es: Phrases = {
  locale,
  actions: {
    on: (things) => `Encender ${things}`,
    off: (things) => `Apagar ${things}`,
    toggle: (things) => `Encender o apagar ${things}`,
    open: (things) => `Abrir ${things}`,
    close: (things) => `Cerrar ${things}`,
    play: (things) => `Iniciar la reproducción en ${things}`,
    pause: (things) => `Pausar ${things}`,
    activate: (things) => `Activar ${things}`,
    run: (things) => `Ejecutar ${things}`,
    mode: (mode, things) => `Pasar a «${mode}»: ${things}`,
  },
  isVerbFirst: true,
  sentence: (actions, when) => `${actions} ${when.join(", ")}`,
  both: (first, second) => `${first}, y ${second}`,
  volume: (percent) => `volumen ${percent} %`,
  at: (time) => `a las ${time}`,
  workdays: "de lunes a viernes",
  weekends: "los fines de semana",
  on: (names) => `los ${names}`,
  weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábados", "domingos"],
  sun: (offset, event) =>
    offset === 0 ? AT_SUN[event] : `${minutes(Math.abs(offset))} ${offset < 0 ? "antes" : "después"} ${SUN[event]}`,
  when: (clause) => `cuando ${clause}`,
  whileTrue: (clause) => `mientras ${clause}`,
  reports: (eventType, button) => `comunica «${eventType}»${button}`,
  ofButton: {
    button: (value) => `botón «${value}»`,
    direction: (value) => `dirección «${value}»`,
    multi_press_count: (value) => `${value} pulsaciones`,
    region: (value) => `zona ${value}`,
    scene: (value) => `escena ${value}`,
  },
  isPressed: "se pulsa",
  isStarted: "se inicia",
  rises: (above) => `supera ${above}`,
  falls: (below) => `baja de ${below}`,
  isAbove: (above) => `está por encima de ${above}`,
  isBelow: (below) => `está por debajo de ${below}`,
  heldFor: (count) => `durante ${minutes(count)}`,
  soonAfter: (count, clause) => `si ${clause} menos de ${minutes(count)} antes`,
  anyone: "alguien",
  comesHome: "llega a casa",
  leavesHome: "sale de casa",
  arrives: (place) => `llega a ${place}`,
  sensorPhrases: {
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
    smoke: ["detecta humo", "ya no detecta humo"],
    gas: ["detecta gas", "ya no detecta gas"],
    other: ["se enciende", "se apaga"],
  },
  turnsTo: (state) => `pasa a «${state}»`,
  isInState: (state, count) => (count === 0 ? `está ${state}` : `lleva ${minutes(count)} ${state}`),
  term: lowerTerm,
  predicates: {},
  termAsPredicate: lowerTerm,
  between: (after, before) => `entre las ${after} y las ${before}`,
  dark: "mientras está oscuro",
  daytime: "durante el día",
  everyoneHome: "con todos en casa",
  everyoneAway: "con todos fuera",
  someoneAway: "mientras alguien siga fuera",
  evidence: (total, done, right, of) =>
    `Usted lo hizo ${times(done)} en ${days(total)}. ` +
    `En una prueba con días que no conocía, acertó ${right} de ${times(of)}.`,
  mostlyBy: (name) => `Casi siempre fue ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Avisarme si ${name} sigue ${state} a las ${time}`,
    longTitle: (name, state, duration) => `Avisarme cuando ${name} lleve ${duration} ${state}`,
    stillEvidence: (normal, all, state) => `En ${normal} de ${all} noches estaba ${state} a esa hora`,
    longEvidence: (normal, all, state, total) =>
      `De las ${all} veces que estuvo ${state} en ${days(total)}, ${normal} fueron más cortas`,
    heldOutEvidence: (all, normal) =>
      `en una prueba con las ${all} últimas, que no conocía, se cumplió ${times(normal)}`,
    heading: (name, state) => `${name} está ${state}`,
    lock: (name) => `Bloquear ${name}`,
    stillMessage: (time, name, state, usual) =>
      `Son las ${time} y ${name} sigue ${state}. A esta hora suele estar ${usual}.`,
    longMessage: (name, state, duration) => `${name} lleva ${duration} ${state}, más de lo habitual.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `${plural(locale, more, "Falta # día", "Faltan # días")} de historial: ${has} de ${days(needs)} hasta ahora`,
    noActuators: "En esta casa no hay ningún dispositivo que una automatización pueda controlar",
    nothingManual: "Nada se maneja manualmente con la frecuencia suficiente para aprender de ello",
    noPattern: (times, devices) =>
      `Ninguna de las ${times} acciones manuales en ${plural(locale, devices, "# dispositivo", "# dispositivos")} sigue con suficiente frecuencia una hora, el sol u otro dispositivo`,
    tooFewTimes: (has, needs) => `visto ${times(has)}; hacen falta al menos ${needs}`,
    tooFewDays: (has, needs) => `visto en ${days(has)}; hacen falta al menos ${needs}`,
    notConfirmed: (has, needs) => `acertó ${times(has)} ${onDays(true)}; hacen falta al menos ${needs}`,
    abandoned: (has, needs) =>
      `esta costumbre parece haber terminado: acertó el ${has} en las últimas cuatro semanas; hace falta al menos el ${needs}`,
    noLongerSeen: "ya no se ve con la frecuencia suficiente para saberlo",
    neverAutomated: (name) =>
      `«${name}» nunca se maneja automáticamente: su nombre o su tipo sugiere una puerta, calor, agua, una cerradura o una alarma`,
    chance: "podría ser casualidad: con tantas posibilidades probadas, algunas encajan por suerte",
    alreadyDoneBy: (automation) => `${automation} ya lo hace`,
    perhapsDoneBy: (automation) => `quizá ${automation} ya lo hace: no se entienden todas sus condiciones`,
    wouldBeDoneBy: (name) => `La automatización «${name}» haría esto, pero está desactivada: ¿activarla?`,
    anAutomation: "una automatización",
    theAutomation: (name) => `la automatización «${name}»`,
    anotherHabitFor: (name) => `otra costumbre para ${name}`,
    conflictsWith: (other) => `entra en conflicto con ${other}: una desharía la otra`,
    wrongTooOften: (has, needs, isHeldOut) => `acertó el ${has} ${onDays(isHeldOut)}; hace falta más del ${needs}`,
    notSureEnough: (has, needs, isHeldOut) =>
      `acertó el ${has} ${onDays(isHeldOut)}, pero se vio muy pocas veces para estar seguro del ${needs}`,
  },
  selfActing: {
    after: (duration, clause) => `siempre que ${clause}, ${duration} después`,
    atOnce: (clause) => `siempre en cuanto ${clause}`,
    atTime: (time) => `siempre a las ${time} en punto`,
    bySun: (when) => `siempre ${when}`,
    text: (when, count, name) =>
      `ya ocurre por sí solo, ${when}: visto ${times(count)}` + (name === null ? "" : `; algo actúa como ${name}`),
  },
  mismatches: {
    not_said: (number) => `${number} no aparece en tu texto.`,
    left_out: (number) => `Escribiste ${number}, pero no se usa.`,
    days: () => "Los días no son los de tu texto.",
    light: () => "Mencionaste la oscuridad o la luz del día, y aquí es al revés.",
    direction: () => "Se desplaza en sentido contrario a lo que escribiste.",
    switching: () => "Pediste encender o apagar, y aquí es al revés.",
    thing: (name) => `No mencionaste ${name}.`,
    interpreted: (words) => `Solo el modelo de lenguaje ha entendido ${words}: comprueba que sea correcto.`,
    spelling: (what) => `Se ha leído así: ${what}. Comprueba que sea eso.`,
    not_understood: (words) => `No se ha entendido y se ha dejado fuera: «${words}».`,
    half_day: () => "La hora también puede ser la de la otra mitad del día, doce horas después.",
    dropped: (what) => `Una parte de la respuesta no se puede usar: ${what}.`,
  },
  noEvidence: "Tu historial no contiene ninguna prueba: nadie lo hizo manualmente cuando se habría ejecutado.",
  fix: {
    allDays: "cada día en que se ejecuta",
    onlyDays: (names) => `solo ${names}`,
    allHours: "a cualquier hora",
    notBetween: (from, until) => `no entre las ${from} y las ${until}`,
    darkAndLight: "día y noche",
    onlyDark: "solo mientras está oscuro",
    onlyByDay: "solo durante el día",
    immediately: "de inmediato",
    after: (count) => `tras ${minutes(count)}`,
    usualTime: "a su hora habitual",
    later: (count) => `${minutes(count)} más tarde`,
    earlier: (count) => `${minutes(count)} antes`,
    always: "siempre",
    onlyWhile: (clause) => `solo mientras ${clause}`,
    levelNotSet: "sin ajustar",
    renameEvidence: (names) =>
      `${names}: se cambió el ID de entidad en Home Assistant. Esta automatización todavía usa el anterior y por eso ya no funciona como antes.`,
    levelEvidence: (set, runs, near, after) =>
      `Después de ${set} de sus ${runs} ejecuciones se cambió el nivel, ${near} veces a más o menos esto. Con «${after}», esas veces habría acertado desde el principio.`,
    anyValue: "con cualquier valor",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `Se deshicieron ${undone} de sus ${runs} ejecuciones. Con «${after}» en lugar de «${before}», ` +
      `${repaired} de ellas se habrían evitado y ${kept} de las otras ${others} se habrían mantenido.`,
  },
  short: {
    headed: (head, text) => `${head}: ${text}`,
    action: (things, verbs) => `${verbs} ${things}`,
    verbs: {
      on: "encender",
      off: "apagar",
      toggle: "encender/apagar",
      open: "abrir",
      close: "cerrar",
      play: "reproducir",
      pause: "pausar",
      activate: "activar",
      run: "ejecutar",
    },
    sun: (side, event) => (side === 0 ? AT_SUN[event] : `${side < 0 ? "antes" : "después"} ${SUN[event]}`),
    still: (state, time) => `aún ${state} a las ${time}`,
    long: (state, duration) => `${state} durante ${duration}`,
  },
  made: {
    tested: (date, right, of) =>
      `Sugerida por AI Automation el ${date}: acertó ${right} de ${plural(locale, of, "# vez", "# veces")} en una prueba.`,
    untested: (date) => `Creada con AI Automation el ${date}.`,
    undo: (there) => `Puedes deshacerla o cambiarla ${there}.`,
    there: "allí",
  },
};
