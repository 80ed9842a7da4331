import { plural, type Phrases } from "./phrases.ts";
import { lowerTerm } from "./terms.ts";

const locale = "fr";
const minutes = (count: number): string => plural(locale, count, "# minute", "# minutes");
const days = (count: number): string => plural(locale, count, "# jour", "# jours");
const onDays = (isHeldOut: boolean): string =>
  isHeldOut ? "lors d'un test sur des jours inconnus" : "les jours qui ont servi à apprendre";
const that = (clause: string): string => (/^[aàâeéèêiîoôuù]/i.test(clause) ? `qu'${clause}` : `que ${clause}`);
const asLongAs = (clause: string): string => `tant ${that(clause)}`;
const SUN = { sunrise: "le lever du soleil", sunset: "le coucher du soleil" };
const AT_SUN = { sunrise: "au lever du soleil", sunset: "au coucher du soleil" };

export const fr: Phrases = {
  locale,
  actions: {
    on: (things) => `Allumer ${things}`,
    off: (things) => `Éteindre ${things}`,
    toggle: (things) => `Allumer ou éteindre ${things}`,
    open: (things) => `Ouvrir ${things}`,
    close: (things) => `Fermer ${things}`,
    play: (things) => `Lancer la lecture sur ${things}`,
    pause: (things) => `Mettre en pause ${things}`,
    activate: (things) => `Activer ${things}`,
    run: (things) => `Exécuter ${things}`,
    mode: (mode, things) => `Passer en « ${mode} » : ${things}`,
  },
  isVerbFirst: true,
  sentence: (actions, when) => `${actions} ${when.join(", ")}`,
  both: (first, second) => `${first}, et ${second}`,
  volume: (percent) => `volume ${percent} %`,
  at: (time) => `à ${time}`,
  workdays: "du lundi au vendredi",
  weekends: "le week-end",
  on: (names) => `le ${names}`,
  weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  sun: (offset, event) =>
    offset === 0 ? AT_SUN[event] : `${minutes(Math.abs(offset))} ${offset < 0 ? "avant" : "après"} ${SUN[event]}`,
  when: (clause) => `quand ${clause}`,
  whileTrue: asLongAs,
  reports: (eventType, button) => `signale « ${eventType} »${button}`,
  ofButton: {
    button: (value) => `bouton « ${value} »`,
    direction: (value) => `direction « ${value} »`,
    multi_press_count: (value) => `${value} appuis`,
    region: (value) => `zone ${value}`,
    scene: (value) => `scène ${value}`,
  },
  isPressed: "est actionné",
  isStarted: "est lancé",
  rises: (above) => `dépasse ${above}`,
  falls: (below) => `passe sous ${below}`,
  isAbove: (above) => `est au-dessus de ${above}`,
  isBelow: (below) => `est au-dessous de ${below}`,
  heldFor: (count) => `pendant ${minutes(count)}`,
  soonAfter: (count, clause) => `moins de ${minutes(count)} après ${that(clause)}`,
  anyone: "quelqu'un",
  comesHome: "rentre à la maison",
  leavesHome: "quitte la maison",
  arrives: (place) => `arrive à ${place}`,
  sensorPhrases: {
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
    smoke: ["détecte de la fumée", "ne détecte plus de fumée"],
    gas: ["détecte du gaz", "ne détecte plus de gaz"],
    other: ["s'allume", "s'éteint"],
  },
  turnsTo: (state) => `passe à « ${state} »`,
  isInState: (state, count) => (count === 0 ? `est ${state}` : `est ${state} depuis ${minutes(count)}`),
  term: lowerTerm,
  predicates: { Maison: "à la maison", "Lecture en cours": "en lecture" },
  termAsPredicate: lowerTerm,
  between: (after, before) => `entre ${after} et ${before}`,
  dark: "tant qu'il fait nuit",
  daytime: "pendant la journée",
  everyoneHome: "quand tout le monde est à la maison",
  everyoneAway: "quand tout le monde est absent",
  someoneAway: "tant que quelqu'un est encore absent",
  evidence: (total, times, right, of) =>
    `Vous l'avez fait vous-même ${times} fois en ${days(total)}. ` +
    `Lors d'un test sur des jours inconnus, c'était juste ${right} fois sur ${of}.`,
  mostlyBy: (name) => `Le plus souvent, c'était ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Me prévenir si ${name} est encore ${state} à ${time}`,
    longTitle: (name, state, duration) => `Me prévenir quand ${name} est ${state} depuis ${duration}`,
    stillEvidence: (normal, all, state) => `${normal} soirs sur ${all}, c'était ${state} à cette heure`,
    longEvidence: (normal, all, state, total) =>
      `Sur les ${all} fois où c'était ${state} en ${days(total)}, ${normal} étaient plus courtes`,
    heldOutEvidence: (all, normal) =>
      `lors d'un test sur les ${all} dernières fois, inconnues jusque-là, c'était vrai ${normal} fois`,
    heading: (name, state) => `${name} est ${state}`,
    lock: (name) => `Verrouiller ${name}`,
    stillMessage: (time, name, state, usual) =>
      `Il est ${time} et ${name} est encore ${state}. À cette heure, c'est d'habitude ${usual}.`,
    longMessage: (name, state, duration) => `${name} est ${state} depuis ${duration}, plus longtemps que d'habitude.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `Il manque encore ${days(more)} d'historique : ${has} sur ${days(needs)} jusqu'ici`,
    noActuators: "Cette maison n'a aucun appareil qu'une automatisation puisse commander",
    nothingManual: "Rien n'est commandé manuellement assez souvent pour en apprendre",
    noPattern: (times, devices) =>
      `Aucune des ${times} actions manuelles sur ${plural(locale, devices, "# appareil", "# appareils")} ne suit assez souvent une heure, le soleil ou un autre appareil`,
    tooFewTimes: (has, needs) => `vu ${has} fois ; il en faut au moins ${needs}`,
    tooFewDays: (has, needs) => `vu sur ${days(has)} ; il en faut au moins ${needs}`,
    notConfirmed: (has, needs) => `juste ${has} fois ${onDays(true)} ; il en faut au moins ${needs}`,
    abandoned: (has, needs) =>
      `cette habitude semble terminée : juste à ${has} les quatre dernières semaines ; il faut au moins ${needs}`,
    noLongerSeen: "n'est plus observé assez souvent pour pouvoir le dire",
    neverAutomated: (name) =>
      `« ${name} » n'est jamais commandé automatiquement : son nom ou son type évoque une porte, de la chaleur, de l'eau, une serrure ou une alarme`,
    chance: "pourrait être un hasard : avec autant de possibilités testées, certaines conviennent par chance",
    alreadyDoneBy: (automation) => `${automation} le fait déjà`,
    perhapsDoneBy: (automation) => `${automation} le fait peut-être déjà : toutes ses conditions ne sont pas comprises`,
    wouldBeDoneBy: (name) => `L'automatisation « ${name} » le ferait, mais elle est désactivée : l'activer ?`,
    anAutomation: "une automatisation",
    theAutomation: (name) => `l'automatisation « ${name} »`,
    anotherHabitFor: (name) => `une autre habitude pour ${name}`,
    conflictsWith: (other) => `en conflit avec ${other} : l'une annulerait l'autre`,
    wrongTooOften: (has, needs, isHeldOut) => `juste à ${has} ${onDays(isHeldOut)} ; il faut plus de ${needs}`,
    notSureEnough: (has, needs, isHeldOut) =>
      `juste à ${has} ${onDays(isHeldOut)}, mais vu trop rarement pour être sûr de ${needs}`,
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
  mismatches: {
    not_said: (number) => `${number} ne figure pas dans votre texte.`,
    left_out: (number) => `Vous avez écrit ${number}, mais ce n’est pas utilisé.`,
    days: () => "Les jours ne sont pas ceux de votre texte.",
    light: () => "Vous avez parlé d’obscurité ou de lumière du jour, et c’est l’inverse ici.",
    direction: () => "Le décalage va dans l’autre sens que dans votre texte.",
    switching: () => "Vous avez demandé d’allumer ou d’éteindre, et c’est l’inverse ici.",
    thing: (name) => `Vous n’avez pas mentionné ${name}.`,
    interpreted: (words) => `Seul le modèle de langage a compris ${words} : vérifiez que c’est juste.`,
    spelling: (what) => `Lu ainsi : ${what}. Vérifiez que c’est bien cela.`,
    not_understood: (words) => `Pas compris, donc laissé de côté : « ${words} ».`,
    half_day: () => "L’heure peut aussi désigner l’autre moitié de la journée, douze heures plus tard.",
    dropped: (what) => `Une partie de la réponse est inutilisable : ${what}.`,
  },
  noEvidence:
    "Votre historique n’en contient aucune preuve : personne ne l’a fait manuellement au moment où elle se serait exécutée.",
  fix: {
    allDays: "chaque jour où elle s’exécute",
    onlyDays: (names) => `seulement ${names}`,
    allHours: "à toute heure",
    notBetween: (from, until) => `pas entre ${from} et ${until}`,
    darkAndLight: "jour et nuit",
    onlyDark: "seulement tant qu'il fait nuit",
    onlyByDay: "seulement pendant la journée",
    immediately: "immédiatement",
    after: (count) => `après ${minutes(count)}`,
    usualTime: "à son heure habituelle",
    later: (count) => `${minutes(count)} plus tard`,
    earlier: (count) => `${minutes(count)} plus tôt`,
    always: "toujours",
    onlyWhile: (clause) => `seulement ${asLongAs(clause)}`,
    levelNotSet: "non réglé",
    renameEvidence: (names) =>
      `${names} : l’identifiant d’entité a été modifié dans Home Assistant. Cette automatisation utilise encore l’ancien et ne fonctionne donc plus comme avant.`,
    levelEvidence: (set, runs, near, after) =>
      `Après ${set} de ses ${runs} exécutions, le niveau a été modifié, ${near} fois à peu près à ceci. Avec « ${after} », elle aurait été juste d’emblée ces fois-là.`,
    anyValue: "à toute valeur",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `${undone} de ses ${runs} exécutions ont été annulées. Avec « ${after} » au lieu de « ${before} », ` +
      `${repaired} d'entre elles auraient été évitées et ${kept} des ${others} autres seraient restées.`,
  },
  short: {
    headed: (head, text) => `${head} : ${text}`,
    action: (things, verbs) => `${verbs} ${things}`,
    verbs: {
      on: "allumer",
      off: "éteindre",
      toggle: "allumer/éteindre",
      open: "ouvrir",
      close: "fermer",
      play: "lire",
      pause: "mettre en pause",
      activate: "activer",
      run: "exécuter",
    },
    sun: (side, event) => (side === 0 ? AT_SUN[event] : `${side < 0 ? "avant" : "après"} ${SUN[event]}`),
    still: (state, time) => `encore ${state} à ${time}`,
    long: (state, duration) => `${state} depuis ${duration}`,
  },
  made: {
    tested: (date, right, of) =>
      `Suggérée par AI Automation le ${date} : juste ${right} fois sur ${of} lors d'un test.`,
    untested: (date) => `Créée avec AI Automation le ${date}.`,
    undo: (there) => `Pour l'annuler ou la modifier, c'est ${there}.`,
    there: "là-bas",
  },
};
