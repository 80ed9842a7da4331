import type { Problem } from "../model/problem.ts";
import type { ButtonPress } from "./button-press.ts";

/** The text of notifications in one language. */
export interface NoticeWords extends Readonly<Record<ButtonPress["choice"], string>> {
  readonly heading: (count: number) => string;
  readonly open: string;
  readonly attention: string;
  readonly paused: (title: string) => string;
  readonly refused: (title: string) => string;
  /** By problem code; other problems are shown with their own message. */
  readonly problems: Readonly<Partial<Record<Problem["code"], string>>>;
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
    problems: {
      history_unreadable:
        "Home Assistant's history has been unreadable for at least an hour. Check Settings › System › Repairs for a recorder problem and restart Home Assistant. If that does not help, update this app.",
      events_unreadable:
        "Home Assistant's events have been unreadable for at least an hour, so nothing that happens is being recorded. Update this app, then restart Home Assistant.",
      home_unreadable:
        "The list of devices, people or automations has been unreadable for at least an hour, so changes to it go unnoticed. Restart Home Assistant. If that does not help, update this app.",
      changes_not_stored:
        "State changes could not be stored for at least an hour. Check that the disk has free space, then restart this app. Its log states the cause.",
    },
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
    problems: {
      history_unreadable:
        "Der Verlauf von Home Assistant ist seit einer Stunde oder länger nicht lesbar. Sieh unter Einstellungen › System › Reparaturen nach einem Fehler des Recorders und starte Home Assistant neu; hilft das nicht, aktualisiere diese App.",
      events_unreadable:
        "Ereignisse von Home Assistant sind seit einer Stunde oder länger nicht lesbar; was jetzt geschieht, wird daher nicht aufgezeichnet. Aktualisiere diese App und starte dann Home Assistant neu.",
      home_unreadable:
        "Die Liste der Geräte, Personen oder Automatisierungen ist seit einer Stunde oder länger nicht lesbar; Änderungen daran werden nicht bemerkt. Starte Home Assistant neu; hilft das nicht, aktualisiere diese App.",
      changes_not_stored:
        "Was in deinem Zuhause geschieht, konnte seit einer Stunde oder länger nicht gespeichert werden. Prüfe, ob auf dem Datenträger Platz ist, und starte diese App neu; ihr Protokoll nennt die Ursache.",
    },
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
    problems: {
      history_unreadable:
        "De geschiedenis van Home Assistant is al een uur of langer niet te lezen. Kijk onder Instellingen › Systeem › Reparaties of de recorder een fout meldt en herstart Home Assistant; helpt dat niet, werk deze app dan bij.",
      events_unreadable:
        "Gebeurtenissen van Home Assistant zijn al een uur of langer niet te lezen; wat er nu gebeurt, wordt daardoor niet vastgelegd. Werk deze app bij en herstart daarna Home Assistant.",
      home_unreadable:
        "De lijst van apparaten, personen of automatiseringen is al een uur of langer niet te lezen; wijzigingen daarin worden niet opgemerkt. Herstart Home Assistant; helpt dat niet, werk deze app dan bij.",
      changes_not_stored:
        "Wat er in je huis gebeurt, kon al een uur of langer niet worden opgeslagen. Controleer of er ruimte op de schijf is en herstart deze app; het logboek ervan noemt de oorzaak.",
    },
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
    problems: {
      history_unreadable:
        "L'historique de Home Assistant est illisible depuis une heure ou plus. Cherchez une erreur de l'enregistreur sous Paramètres › Système › Réparations et redémarrez Home Assistant ; si cela ne suffit pas, mettez cette application à jour.",
      events_unreadable:
        "Des événements de Home Assistant sont illisibles depuis une heure ou plus ; ce qui se passe maintenant n'est donc pas enregistré. Mettez cette application à jour, puis redémarrez Home Assistant.",
      home_unreadable:
        "La liste des appareils, des personnes ou des automatisations est illisible depuis une heure ou plus ; ses changements ne sont pas remarqués. Redémarrez Home Assistant ; si cela ne suffit pas, mettez cette application à jour.",
      changes_not_stored:
        "Ce qui se passe dans votre maison n'a pas pu être enregistré depuis une heure ou plus. Vérifiez que le disque a de la place, puis redémarrez cette application ; son journal indique la cause.",
    },
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
    problems: {
      history_unreadable:
        "El historial de Home Assistant no se puede leer desde hace una hora o más. Busca un fallo de la grabadora en Ajustes › Sistema › Reparaciones y reinicia Home Assistant; si no basta, actualiza esta aplicación.",
      events_unreadable:
        "Hay eventos de Home Assistant que no se pueden leer desde hace una hora o más, por lo que lo que ocurre ahora no se registra. Actualiza esta aplicación y después reinicia Home Assistant.",
      home_unreadable:
        "La lista de dispositivos, personas o automatizaciones no se puede leer desde hace una hora o más, por lo que sus cambios no se notan. Reinicia Home Assistant; si no basta, actualiza esta aplicación.",
      changes_not_stored:
        "Lo que ocurre en tu casa no se ha podido guardar desde hace una hora o más. Comprueba que haya espacio en el disco y reinicia esta aplicación; su registro indica la causa.",
    },
  },
};

/** Falls back to English. */
export const noticeWordsOf = (language: string): NoticeWords =>
  ALL[language.split(/[-_]/)[0]?.toLowerCase() ?? ""] ?? ALL.en!;
