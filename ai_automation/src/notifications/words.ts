import type { Answered } from "./actions.ts";

/** What notifications say, in one language. */
export interface NoticeWords extends Readonly<Record<Answered["choice"], string>> {
  readonly heading: (count: number) => string;
  readonly open: string;
  readonly attention: string;
  readonly paused: (title: string) => string;
  readonly refused: (title: string) => string;
}

const ALL: Readonly<Record<string, NoticeWords>> = {
  en: {
    heading: (count) => (count === 1 ? "A new suggestion for your home" : `${count} new suggestions for your home`),
    open: "Have a look",
    create: "Create",
    watch: "Watch",
    later: "Not now",
    attention: "AI Automation needs you",
    paused: (title) => `“${title}” is paused: resume it, or delete it.`,
    refused: (title) => `Home Assistant did not accept “${title}”: change it, or turn it down.`,
  },
  de: {
    heading: (count) =>
      count === 1 ? "Ein neuer Vorschlag für Ihr Zuhause" : `${count} neue Vorschläge für Ihr Zuhause`,
    open: "Ansehen",
    create: "Anlegen",
    watch: "Beobachten",
    later: "Nicht jetzt",
    attention: "AI Automation braucht Sie",
    paused: (title) => `„${title}“ ist angehalten: setzen Sie es fort oder löschen Sie es.`,
    refused: (title) => `Home Assistant hat „${title}“ nicht angenommen: ändern Sie es oder lehnen Sie es ab.`,
  },
  nl: {
    heading: (count) => (count === 1 ? "Een nieuw voorstel voor je huis" : `${count} nieuwe voorstellen voor je huis`),
    open: "Bekijken",
    create: "Aanmaken",
    watch: "Volgen",
    later: "Niet nu",
    attention: "AI Automation heeft je nodig",
    paused: (title) => `‘${title}’ is gepauzeerd: hervat of verwijder het.`,
    refused: (title) => `Home Assistant nam ‘${title}’ niet aan: wijzig het of wijs het af.`,
  },
  fr: {
    heading: (count) =>
      count === 1 ? "Une nouvelle proposition pour votre maison" : `${count} nouvelles propositions pour votre maison`,
    open: "Voir",
    create: "Créer",
    watch: "Observer",
    later: "Pas maintenant",
    attention: "AI Automation a besoin de vous",
    paused: (title) => `« ${title} » est en pause : reprenez-la ou supprimez-la.`,
    refused: (title) => `Home Assistant n'a pas accepté « ${title} » : modifiez-la ou refusez-la.`,
  },
  es: {
    heading: (count) =>
      count === 1 ? "Una sugerencia nueva para su casa" : `${count} sugerencias nuevas para su casa`,
    open: "Ver",
    create: "Crear",
    watch: "Observar",
    later: "Ahora no",
    attention: "AI Automation le necesita",
    paused: (title) => `«${title}» está en pausa: reanúdela o elimínela.`,
    refused: (title) => `Home Assistant no aceptó «${title}»: cámbiela o recházela.`,
  },
};

/** English where a language is not spoken. */
export const noticeWordsOf = (language: string): NoticeWords =>
  ALL[language.split(/[-_]/)[0]?.toLowerCase() ?? ""] ?? ALL.en!;
