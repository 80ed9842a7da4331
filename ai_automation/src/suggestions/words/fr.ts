import { type Phrases, plural } from "./phrases.ts";

const locale = "fr";
const minutes = (count: number): string => plural(locale, count, "# minute", "# minutes");
const days = (count: number): string => plural(locale, count, "# jour", "# jours");
const learnedDays = (isHeldOut: boolean): string =>
  isHeldOut ? "les jours qui n'ont pas servi à apprendre" : "les jours qui ont servi à apprendre";
const SUN = { sunrise: "le lever du soleil", sunset: "le coucher du soleil" };
const AT_SUN = { sunrise: "au lever du soleil", sunset: "au coucher du soleil" };

export const fr: Phrases = {
  locale,
  deeds: {
    on: (things) => `Allumer ${things}`,
    off: (things) => `Éteindre ${things}`,
    open: (things) => `Ouvrir ${things}`,
    close: (things) => `Fermer ${things}`,
    play: (things) => `Lancer la lecture sur ${things}`,
    pause: (things) => `Mettre en pause ${things}`,
    mode: (mode, things) => `Passer en « ${mode} » : ${things}`,
  },
  isVerbFirst: true,
  sentence: (deeds, when) => `${deeds} ${when.join(", ")}`,
  volume: (percent) => `volume ${percent} %`,
  at: (time) => `à ${time}`,
  workdays: "en semaine",
  weekends: "le week-end",
  on: (names) => `le ${names}`,
  weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  sun: (offset, event) =>
    offset === 0 ? AT_SUN[event] : `${minutes(Math.abs(offset))} ${offset < 0 ? "avant" : "après"} ${SUN[event]}`,
  when: (clause) => `quand ${clause}`,
  whilst: (clause) => (/^[aàâeéèêiîoôuù]/i.test(clause) ? `tant qu'${clause}` : `tant que ${clause}`),
  reports: (eventType) => `signale « ${eventType} »`,
  rises: (above) => `dépasse ${above}`,
  falls: (below) => `passe sous ${below}`,
  isAbove: (above) => `est au-dessus de ${above}`,
  isBelow: (below) => `est au-dessous de ${below}`,
  lasting: (count) => `pendant ${minutes(count)}`,
  anybody: "quelqu'un",
  comesHome: "rentre à la maison",
  leavesHome: "quitte la maison",
  arrives: (place) => `arrive à ${place}`,
  meanings: {
    motion: ["détecte un mouvement", "ne détecte plus de mouvement"],
    occupancy: ["détecte quelqu'un", "ne détecte plus personne"],
    presence: ["est à la maison", "est absent"],
    opening: ["s'ouvre", "se ferme"],
    sound: ["entend quelque chose", "n'entend plus rien"],
    vibration: ["vibre", "ne vibre plus"],
    plug: ["est branché", "est débranché"],
    power: ["a du courant", "n'a plus de courant"],
    lock: ["est déverrouillé", "est verrouillé"],
    moisture: ["est mouillé", "est sec"],
    other: ["s'allume", "s'éteint"],
  },
  turnsTo: (state) => `passe à « ${state} »`,
  being: (state, count) => (count === 0 ? `est ${state}` : `est ${state} depuis ${minutes(count)}`),
  states: {
    on: "allumé",
    off: "éteint",
    home: "à la maison",
    not_home: "absent",
    open: "ouvert",
    closed: "fermé",
    locked: "verrouillé",
    unlocked: "déverrouillé",
    heat: "chauffage",
    cool: "climatisation",
    auto: "automatique",
  },
  between: (after, before) => `entre ${after} et ${before}`,
  dark: "quand il fait nuit",
  byDay: "de jour",
  everybodyHome: "quand tout le monde est à la maison",
  everybodyAway: "quand tout le monde est absent",
  somebodyAway: "tant que quelqu'un est encore absent",
  evidence: (total, times, right, of) =>
    `En ${days(total)}, cela a été fait ${times} fois à la main à ce moment ; ` +
    `les jours qui n'ont pas servi à apprendre, cela aurait été juste ${right} fois sur ${of}.`,
  mostlyBy: (name) => `Surtout par ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Prévenir si ${name} est encore ${state} à ${time}`,
    longTitle: (name, state, duration) => `Prévenir si ${name} reste ${state} pendant ${duration}`,
    stillEvidence: (normal, all, state) => `${normal} soirs sur ${all}, c'était ${state} à cette heure`,
    longEvidence: (normal, all, state, total) =>
      `Sur les ${all} fois où c'était ${state} en ${days(total)}, ${normal} étaient plus courtes`,
    newest: (all, normal) => `sur les ${all} dernières, qui n'ont pas servi à apprendre, ${normal}`,
    heading: (name, state) => `${name} est ${state}`,
    lock: (name) => `Verrouiller ${name}`,
    stillMessage: (time, name, state, usual) =>
      `Il est ${time} et ${name} est encore ${state}. À cette heure, c'est d'habitude ${usual}.`,
    longMessage: (name, state, duration) => `${name} est ${state} depuis ${duration}, plus longtemps que d'habitude.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `Il manque encore ${days(more)} d'historique : ${has} sur ${days(needs)} jusqu'ici`,
    noActuators: "Il n'y a rien dans cette maison qu'une automatisation puisse commander",
    nothingByHand: "Personne ne commande quoi que ce soit assez souvent à la main",
    tooFewTimes: (has, needs) => `vu ${has} fois ; il en faut ${needs}`,
    tooFewDays: (has, needs) => `vu sur ${days(has)} ; il en faut ${needs}`,
    tooFewWeeks: (has, needs) => `vu sur ${plural(locale, has, "# semaine", "# semaines")} ; il en faut ${needs}`,
    notConfirmed: (has, needs) => `juste ${has} fois ${learnedDays(true)} ; il en faut ${needs}`,
    givenUp: (has, needs) => `abandonné : juste à ${has} les quatre dernières semaines ; il faut ${needs}`,
    chance: "peut être un hasard : parmi tout ce qui a été essayé, cela arrive aussi par chance",
    doneBy: (automation) => `${automation} le fait déjà`,
    anAutomation: "une automatisation",
    theAutomation: (name) => `l'automatisation « ${name} »`,
    anotherHabitOf: (name) => `une autre habitude de ${name}`,
    quarrels: (other) => `cela se heurterait à ${other} : l'un déferait l'autre`,
    wrongTooOften: (has, needs, isHeldOut) => `juste à ${has} ${learnedDays(isHeldOut)} ; il faut plus de ${needs}`,
    notSureEnough: (has, needs, isHeldOut) =>
      `juste à ${has} ${learnedDays(isHeldOut)} : trop rare pour être sûr de ${needs}`,
  },
  selfActing: {
    after: (duration, clause) => `toujours ${duration} après que ${clause}`,
    atOnce: (clause) => `toujours dès que ${clause}`,
    atTime: (time) => `toujours à ${time} précises`,
    bySun: (when) => `toujours ${when}`,
    text: (when, count, name) =>
      `se produit déjà tout seul, ${when} ; vu ${count} fois` +
      (name === null ? "" : ` ; quelque chose agit au nom de ${name}`),
  },
  doubts: {
    not_said: (number) => `${number} ne figure pas dans votre texte.`,
    left_out: (number) => `Vous avez écrit ${number}, qui n’est pas utilisé.`,
    days: () => "Les jours ne sont pas ceux de votre texte.",
    light: () => "Vous avez parlé d’obscurité ou de jour, et c’est l’inverse ici.",
    direction: () => "Le décalage va dans l’autre sens que dans votre texte.",
    switching: () => "Vous avez demandé d’allumer ou d’éteindre, et c’est l’inverse ici.",
    thing: (name) => `Vous n’avez pas nommé ${name}.`,
  },
  noEvidence: "Rien dans votre historique ne l’appuie : personne ne l’a fait à la main au moment où elle agirait.",
  fix: {
    allDays: "tous ses jours",
    onlyDays: (names) => `seulement ${names}`,
    allHours: "à toute heure",
    notBetween: (from, until) => `pas entre ${from} et ${until}`,
    darkAndLight: "de nuit comme de jour",
    onlyDark: "seulement quand il fait nuit",
    onlyByDay: "seulement de jour",
    atOnce: "tout de suite",
    after: (count) => `après ${minutes(count)}`,
    atItsTime: "à son heure",
    later: (count) => `${minutes(count)} plus tard`,
    earlier: (count) => `${minutes(count)} plus tôt`,
    whateverElse: "quoi qu'il y ait d'autre",
    onlyWhilst: (clause) => `seulement tant que ${clause}`,
    asItComes: "tel quel",
    levelEvidence: (set, runs, near, after) =>
      `Après ${set} de ses ${runs} exécutions, le niveau a été réglé à la main, ${near} fois à peu près à ceci. Changée en « ${after} », elle aurait été juste d’emblée ces fois-là.`,
    anyValue: "à toute valeur",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `${undone} de ses ${runs} exécutions ont été annulées à la main. En passant de « ${before} » à « ${after} », ` +
      `${repaired} d'entre elles n'auraient pas eu lieu, et ${kept} des ${others} autres seraient restées.`,
  },
};
