import type { ATTENTION, HOME_SORTS } from "../homes/list-homes.ts";

/** The texts of the page in one language. */
export interface PageWords {
  readonly title: string;
  readonly search: string;
  readonly show: string;
  readonly only: Readonly<Record<"all" | "attention" | "waiting", string>>;
  readonly columns: Readonly<Record<(typeof HOME_SORTS)[number], string>>;
  readonly history: string;
  readonly days: (count: number) => string;
  readonly attention: Readonly<Record<(typeof ATTENTION)[number], string>>;
  readonly states: Readonly<Record<"new" | "connected" | "away", string>>;
  readonly never: string;
  readonly none: string;
  readonly range: (from: number, to: number, total: number) => string;
  readonly previous: string;
  readonly next: string;
  readonly token: string;
  readonly logIn: string;
  readonly logOut: string;
  readonly wrongToken: string;
}

const en: PageWords = {
  title: "Homes",
  search: "Name",
  show: "Show",
  only: { all: "all homes", attention: "homes that need attention", waiting: "homes with suggestions waiting" },
  columns: { attention: "Attention", name: "Home", state: "State", waiting: "Waiting", last_seen: "Last report" },
  history: "History",
  days: (count) => `${count} ${count === 1 ? "day" : "days"}`,
  attention: {
    silent: "does not report",
    not_connected: "not connected to Home Assistant",
    problem: "has a problem",
    refused: "Home Assistant refused an automation",
    unwanted: "people undo an automation",
  },
  states: { new: "never reported", connected: "connected", away: "not connected" },
  never: "never",
  none: "No homes match.",
  range: (from, to, total) => `${from}–${to} of ${total}`,
  previous: "Previous",
  next: "Next",
  token: "Token of the tenant",
  logIn: "Log in",
  logOut: "Log out",
  wrongToken: "The token is wrong.",
};

const de: PageWords = {
  title: "Häuser",
  search: "Name",
  show: "Anzeigen",
  only: {
    all: "alle Häuser",
    attention: "Häuser, die Aufmerksamkeit brauchen",
    waiting: "Häuser mit offenen Vorschlägen",
  },
  columns: {
    attention: "Aufmerksamkeit",
    name: "Haus",
    state: "Zustand",
    waiting: "Offen",
    last_seen: "Letzte Meldung",
  },
  history: "Verlauf",
  days: (count) => `${count} ${count === 1 ? "Tag" : "Tage"}`,
  attention: {
    silent: "meldet sich nicht",
    not_connected: "nicht mit Home Assistant verbunden",
    problem: "hat ein Problem",
    refused: "Home Assistant hat eine Automation abgelehnt",
    unwanted: "eine Automation wird rückgängig gemacht",
  },
  states: { new: "noch keine Meldung", connected: "verbunden", away: "nicht verbunden" },
  never: "nie",
  none: "Keine passenden Häuser.",
  range: (from, to, total) => `${from}–${to} von ${total}`,
  previous: "Zurück",
  next: "Weiter",
  token: "Token des Mandanten",
  logIn: "Anmelden",
  logOut: "Abmelden",
  wrongToken: "Das Token ist falsch.",
};

const fr: PageWords = {
  title: "Logements",
  search: "Nom",
  show: "Afficher",
  only: {
    all: "tous les logements",
    attention: "les logements à surveiller",
    waiting: "les logements avec des suggestions en attente",
  },
  columns: {
    attention: "À surveiller",
    name: "Logement",
    state: "État",
    waiting: "En attente",
    last_seen: "Dernier rapport",
  },
  history: "Historique",
  days: (count) => `${count} ${count <= 1 ? "jour" : "jours"}`,
  attention: {
    silent: "n’envoie plus de rapport",
    not_connected: "non connecté à Home Assistant",
    problem: "a un problème",
    refused: "Home Assistant a refusé une automatisation",
    unwanted: "une automatisation est annulée par les habitants",
  },
  states: { new: "aucun rapport", connected: "connecté", away: "non connecté" },
  never: "jamais",
  none: "Aucun logement ne correspond.",
  range: (from, to, total) => `${from}–${to} sur ${total}`,
  previous: "Précédent",
  next: "Suivant",
  token: "Jeton du client",
  logIn: "Se connecter",
  logOut: "Se déconnecter",
  wrongToken: "Le jeton est incorrect.",
};

const es: PageWords = {
  title: "Viviendas",
  search: "Nombre",
  show: "Mostrar",
  only: {
    all: "todas las viviendas",
    attention: "viviendas que requieren atención",
    waiting: "viviendas con sugerencias pendientes",
  },
  columns: {
    attention: "Atención",
    name: "Vivienda",
    state: "Estado",
    waiting: "Pendientes",
    last_seen: "Último informe",
  },
  history: "Historial",
  days: (count) => `${count} ${count === 1 ? "día" : "días"}`,
  attention: {
    silent: "no envía informes",
    not_connected: "sin conexión con Home Assistant",
    problem: "tiene un problema",
    refused: "Home Assistant rechazó una automatización",
    unwanted: "alguien deshace una automatización",
  },
  states: { new: "sin informes", connected: "conectada", away: "sin conexión" },
  never: "nunca",
  none: "No hay viviendas que coincidan.",
  range: (from, to, total) => `${from}–${to} de ${total}`,
  previous: "Anterior",
  next: "Siguiente",
  token: "Token del cliente",
  logIn: "Iniciar sesión",
  logOut: "Cerrar sesión",
  wrongToken: "El token es incorrecto.",
};

const nl: PageWords = {
  title: "Woningen",
  search: "Naam",
  show: "Tonen",
  only: {
    all: "alle woningen",
    attention: "woningen die aandacht nodig hebben",
    waiting: "woningen met open voorstellen",
  },
  columns: { attention: "Aandacht", name: "Woning", state: "Status", waiting: "Open", last_seen: "Laatste melding" },
  history: "Geschiedenis",
  days: (count) => `${count} ${count === 1 ? "dag" : "dagen"}`,
  attention: {
    silent: "meldt zich niet",
    not_connected: "niet verbonden met Home Assistant",
    problem: "heeft een probleem",
    refused: "Home Assistant weigerde een automatisering",
    unwanted: "een automatisering wordt ongedaan gemaakt",
  },
  states: { new: "nog geen melding", connected: "verbonden", away: "niet verbonden" },
  never: "nooit",
  none: "Geen woningen gevonden.",
  range: (from, to, total) => `${from}–${to} van ${total}`,
  previous: "Vorige",
  next: "Volgende",
  token: "Token van de klant",
  logIn: "Inloggen",
  logOut: "Uitloggen",
  wrongToken: "Het token klopt niet.",
};

export const PAGE_WORDS = { en, de, fr, es, nl } as const;

export type PageLanguage = keyof typeof PAGE_WORDS;
