import type { ButtonPress } from "./button-press.ts";

/** The text of notifications in one language. */
export interface NoticeWords extends Readonly<Record<ButtonPress["choice"], string>> {
  readonly heading: (count: number) => string;
  /** How many are not listed. */
  readonly more: (count: number) => string;
  readonly open: string;
  readonly attention: string;
  readonly paused: (title: string) => string;
  readonly refused: (title: string) => string;
}

const ALL: Readonly<Record<string, NoticeWords>> = {
  en: {
    heading: (count) =>
      count === 1 ? "AI Automation: one suggestion for your home" : `AI Automation: ${count} suggestions for your home`,
    more: (count) => `and ${count} more`,
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
      count === 1
        ? "AI Automation: ein Vorschlag für dein Zuhause"
        : `AI Automation: ${count} Vorschläge für dein Zuhause`,
    more: (count) => `und ${count} weitere`,
    open: "Vorschläge ansehen",
    create: "Anlegen",
    watch: "Beobachten",
    later: "Nicht jetzt",
    attention: "AI Automation braucht deine Aufmerksamkeit",
    paused: (title) => `„${title}“ ist angehalten. Setze die Automatisierung fort oder lösche sie.`,
    refused: (title) => `Home Assistant hat „${title}“ nicht angenommen. Bearbeite den Vorschlag oder lehne ihn ab.`,
  },
  nl: {
    heading: (count) =>
      count === 1 ? "AI Automation: één voorstel voor je huis" : `AI Automation: ${count} voorstellen voor je huis`,
    more: (count) => `en nog ${count}`,
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
      count === 1
        ? "AI Automation : une suggestion pour votre maison"
        : `AI Automation : ${count} suggestions pour votre maison`,
    more: (count) => `et ${count} autres`,
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
      count === 1 ? "AI Automation: una sugerencia para tu casa" : `AI Automation: ${count} sugerencias para tu casa`,
    more: (count) => `y ${count} más`,
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
