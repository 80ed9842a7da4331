import type { ButtonPress } from "./button-press.ts";

/** The text of notifications in one language. */
export interface NoticeWords extends Readonly<Record<ButtonPress["choice"], string>> {
  readonly heading: (count: number) => string;
  readonly open: string;
  readonly attention: string;
  readonly paused: (title: string) => string;
  readonly refused: (title: string) => string;
}

const ALL: Readonly<Record<string, NoticeWords>> = {
  en: {
    heading: (count) => (count === 1 ? "A new suggestion for your home" : `${count} new suggestions for your home`),
    open: "View suggestions",
    create: "Create",
    watch: "Watch",
    later: "Not now",
    attention: "AI Automation needs attention",
    paused: (title) => `“${title}” is paused. Resume or delete it.`,
    refused: (title) => `Home Assistant did not accept “${title}”. Edit or reject it.`,
  },
  de: {
    heading: (count) =>
      count === 1 ? "Ein neuer Vorschlag für dein Zuhause" : `${count} neue Vorschläge für dein Zuhause`,
    open: "Vorschläge ansehen",
    create: "Anlegen",
    watch: "Beobachten",
    later: "Nicht jetzt",
    attention: "AI Automation braucht deine Aufmerksamkeit",
    paused: (title) => `„${title}“ ist angehalten. Setze die Automatisierung fort oder lösche sie.`,
    refused: (title) => `Home Assistant hat „${title}“ nicht angenommen. Bearbeite den Vorschlag oder lehne ihn ab.`,
  },
  nl: {
    heading: (count) => (count === 1 ? "Een nieuw voorstel voor je huis" : `${count} nieuwe voorstellen voor je huis`),
    open: "Voorstellen bekijken",
    create: "Maken",
    watch: "Volgen",
    later: "Niet nu",
    attention: "AI Automation vraagt je aandacht",
    paused: (title) => `‘${title}’ is gepauzeerd. Hervat of verwijder de automatisering.`,
    refused: (title) => `Home Assistant accepteerde ‘${title}’ niet. Bewerk het voorstel of wijs het af.`,
  },
  fr: {
    heading: (count) =>
      count === 1 ? "Une nouvelle suggestion pour votre maison" : `${count} nouvelles suggestions pour votre maison`,
    open: "Voir les suggestions",
    create: "Créer",
    watch: "Observer",
    later: "Pas maintenant",
    attention: "AI Automation requiert votre attention",
    paused: (title) => `« ${title} » est en pause. Reprenez-la ou supprimez-la.`,
    refused: (title) => `Home Assistant n'a pas accepté « ${title} ». Modifiez-la ou refusez-la.`,
  },
  es: {
    heading: (count) =>
      count === 1 ? "Una sugerencia nueva para tu casa" : `${count} sugerencias nuevas para tu casa`,
    open: "Ver sugerencias",
    create: "Crear",
    watch: "Observar",
    later: "Ahora no",
    attention: "AI Automation requiere tu atención",
    paused: (title) => `«${title}» está en pausa. Reanúdala o elimínala.`,
    refused: (title) => `Home Assistant no aceptó «${title}». Edítala o recházala.`,
  },
};

/** Falls back to English. */
export const noticeWordsOf = (language: string): NoticeWords =>
  ALL[language.split(/[-_]/)[0]?.toLowerCase() ?? ""] ?? ALL.en!;
