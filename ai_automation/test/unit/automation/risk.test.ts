import { expect } from "chai";
import { riskyIn } from "../../../src/automation/risk.ts";
import { entranceIn, soundsRisky } from "../../../src/automation/risky-names.ts";
import type { Entity } from "../../../src/model/home.ts";
import { SNAPSHOT } from "../../support/a-home.ts";

describe("names of entities without a device class", () => {
  for (const [name, entrance] of [
    ["cover.garage_door", "garage"],
    ["Garagentor", "garage"],
    ["Garagedeur links", "garage"],
    ["Puerta del garaje", "garage"],
    ["cover.driveway_gate", "gate"],
    ["Hoftor", "gate"],
    ["Tuinpoort", "gate"],
    ["Portail", "gate"],
    ["Portón", "gate"],
    ["Front door", "door"],
    ["Haustür", "door"],
    ["Voordeur", "door"],
    ["Porte d'entrée", "door"],
    ["Cancello carraio", "gate"],
    ["Porta d'ingresso", "door"],
    ["Brama wjazdowa", "gate"],
    ["Drzwi garażowe", "garage"],
    ["Portão da garagem", "garage"],
    ["Ytterdörren", "door"],
    ["Infartsgrinden", "gate"],
    ["Vchodové dveře", "door"],
    ["Vjezdová brána", "gate"],
  ] as const)
    it(`classify ${name} as an entrance`, () => expect(entranceIn(name)).to.equal(entrance));

  for (const name of [
    "cover.bedroom_blind",
    "Volet porte-fenêtre",
    "Garage shutter",
    "Rollladen Tür",
    "Storen",
    "Motor",
    "Tapparella porta",
    "Roleta garaż",
    "Żaluzja drzwi",
    "Rullgardin dörr",
    "Závěs u dveří",
  ])
    it(`do not classify ${name} as an entrance`, () => expect(entranceIn(name)).to.equal(null));

  for (const name of [
    "switch.garage_door_opener",
    "switch.front_gate_lock",
    "Türöffner",
    "Türschloss",
    "Serrure",
    "switch.space_heater",
    "Heizlüfter",
    "Backofen",
    "Elektrische kachel",
    "Chauffage salle de bain",
    "Calefacción",
    "switch.main_water_valve",
    "Magnetventil",
    "Válvula del jardín",
    "input_boolean.alarm_armed",
    "Sirene",
    "Serratura",
    "Stufetta bagno",
    "Valvola gas",
    "Allarme",
    "Zamek w drzwiach",
    "Grzejnik łazienka",
    "Żelazko",
    "Zawór wody",
    "Fechadura",
    "Aquecedor do banheiro",
    "Torneira do jardim",
    "Dörrlås",
    "Värmefläkt",
    "Elspisen",
    "Brandlarm",
    "Zámek",
    "Přímotop",
    "Trouba",
    "Kohout vody",
  ])
    it(`mark ${name} as risky`, () => expect(soundsRisky(name)).to.equal(true));

  for (const name of [
    "switch.garage_light",
    "Ventilator",
    "Ventilación",
    "Badezimmer Ventilateur",
    "switch.clock_radio",
    "Alarm clock",
    "Bovenlicht",
    "switch.kitchen_boiler",
    "Blocks",
    "Gateway lamp",
    "Torbogen",
    "Store",
    "Ventilatore",
    "Wentylator",
    "Ventilador",
    "Glas",
    "Ventilátor",
    "Lampa w salonie",
    "Luce scala",
  ])
    it(`do not mark ${name} as risky`, () => expect(soundsRisky(name)).to.equal(false));
});

describe("an automation", () => {
  const entity = (entityId: string, more: Partial<Entity> = {}): readonly [string, Entity] => [
    entityId,
    { entityId, name: entityId, areaId: null, areaName: null, deviceClass: null, isMinable: true, ...more },
  ];
  const home = {
    ...SNAPSHOT,
    entities: new Map([
      entity("cover.garage_door", { deviceClass: "garage" }),
      entity("cover.east"),
      entity("cover.all", { repeats: ["cover.east", "cover.doors"] }),
      entity("cover.doors", { repeats: ["cover.garage_door", "cover.all"] }),
    ]),
  };
  const opening = (entityId: string) => ({
    alias: "Open",
    triggers: [],
    conditions: [],
    actions: [{ action: "cover.open_cover", target: { entity_id: entityId } }],
  });

  it("is risky if it acts on a group that contains a garage door", () => {
    expect(riskyIn(opening("cover.all"), home)?.entityId).to.equal("cover.garage_door");
    expect(riskyIn(opening("cover.east"), home)).to.equal(undefined);
  });
});
