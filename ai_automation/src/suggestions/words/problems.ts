import type { Problem } from "../../model/problem.ts";

type ProblemTexts = Readonly<Partial<Record<Problem["code"], string>>>;

const ALL: Readonly<Record<string, ProblemTexts>> = {
  en: {
    history_unreadable:
      "Home Assistant's history has been unreadable for at least an hour. Check Settings › System › Repairs for a recorder problem and restart Home Assistant. If that does not help, update this app.",
    events_unreadable:
      "Home Assistant's events have been unreadable for at least an hour, so nothing that happens is being recorded. Update this app, then restart Home Assistant.",
    home_unreadable:
      "The list of devices, people or automations has been unreadable for at least an hour, so changes to it go unnoticed. Restart Home Assistant. If that does not help, update this app.",
    changes_not_stored:
      "State changes could not be stored for at least an hour. Check that the disk has free space, then restart this app. Its log states the cause.",
  },
  de: {
    history_unreadable:
      "Der Verlauf von Home Assistant ist seit einer Stunde oder länger nicht lesbar. Sieh unter Einstellungen › System › Reparaturen nach einem Fehler des Recorders und starte Home Assistant neu; hilft das nicht, aktualisiere diese App.",
    events_unreadable:
      "Ereignisse von Home Assistant sind seit einer Stunde oder länger nicht lesbar; was jetzt geschieht, wird daher nicht aufgezeichnet. Aktualisiere diese App und starte dann Home Assistant neu.",
    home_unreadable:
      "Die Liste der Geräte, Personen oder Automatisierungen ist seit einer Stunde oder länger nicht lesbar; Änderungen daran werden nicht bemerkt. Starte Home Assistant neu; hilft das nicht, aktualisiere diese App.",
    changes_not_stored:
      "Was in deinem Zuhause geschieht, konnte seit einer Stunde oder länger nicht gespeichert werden. Prüfe, ob auf dem Datenträger Platz ist, und starte diese App neu; ihr Protokoll nennt die Ursache.",
  },
  nl: {
    history_unreadable:
      "De geschiedenis van Home Assistant is al een uur of langer niet te lezen. Kijk onder Instellingen › Systeem › Reparaties of de recorder een fout meldt en herstart Home Assistant; helpt dat niet, werk deze app dan bij.",
    events_unreadable:
      "Gebeurtenissen van Home Assistant zijn al een uur of langer niet te lezen; wat er nu gebeurt, wordt daardoor niet vastgelegd. Werk deze app bij en herstart daarna Home Assistant.",
    home_unreadable:
      "De lijst van apparaten, personen of automatiseringen is al een uur of langer niet te lezen; wijzigingen daarin worden niet opgemerkt. Herstart Home Assistant; helpt dat niet, werk deze app dan bij.",
    changes_not_stored:
      "Wat er in je huis gebeurt, kon al een uur of langer niet worden opgeslagen. Controleer of er ruimte op de schijf is en herstart deze app; het logboek ervan noemt de oorzaak.",
  },
  fr: {
    history_unreadable:
      "L'historique de Home Assistant est illisible depuis une heure ou plus. Cherchez une erreur de l'enregistreur sous Paramètres › Système › Réparations et redémarrez Home Assistant ; si cela ne suffit pas, mettez cette application à jour.",
    events_unreadable:
      "Des événements de Home Assistant sont illisibles depuis une heure ou plus ; ce qui se passe maintenant n'est donc pas enregistré. Mettez cette application à jour, puis redémarrez Home Assistant.",
    home_unreadable:
      "La liste des appareils, des personnes ou des automatisations est illisible depuis une heure ou plus ; ses changements ne sont pas remarqués. Redémarrez Home Assistant ; si cela ne suffit pas, mettez cette application à jour.",
    changes_not_stored:
      "Ce qui se passe dans votre maison n'a pas pu être enregistré depuis une heure ou plus. Vérifiez que le disque a de la place, puis redémarrez cette application ; son journal indique la cause.",
  },
  es: {
    history_unreadable:
      "El historial de Home Assistant no se puede leer desde hace una hora o más. Busca un fallo de la grabadora en Ajustes › Sistema › Reparaciones y reinicia Home Assistant; si no basta, actualiza esta aplicación.",
    events_unreadable:
      "Hay eventos de Home Assistant que no se pueden leer desde hace una hora o más, por lo que lo que ocurre ahora no se registra. Actualiza esta aplicación y después reinicia Home Assistant.",
    home_unreadable:
      "La lista de dispositivos, personas o automatizaciones no se puede leer desde hace una hora o más, por lo que sus cambios no se notan. Reinicia Home Assistant; si no basta, actualiza esta aplicación.",
    changes_not_stored:
      "Lo que ocurre en tu casa no se ha podido guardar desde hace una hora o más. Comprueba que haya espacio en el disco y reinicia esta aplicación; su registro indica la causa.",
  },
};

/** What is wrong and what to do; undefined for problems that only have a message of their own. */
export const problemText = (code: Problem["code"], language: string): string | undefined =>
  (ALL[language.split(/[-_]/)[0]?.toLowerCase() ?? ""] ?? ALL.en)?.[code];
