import { expect } from "chai";
import { entranceIn, soundsRisky } from "../../../src/automation/risky-names.ts";

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
  ] as const)
    it(`classify ${name} as an entrance`, () => expect(entranceIn(name)).to.equal(entrance));

  for (const name of [
    "cover.bedroom_blind",
    "Volet porte-fenêtre",
    "Garage shutter",
    "Rollladen Tür",
    "Storen",
    "Motor",
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
  ])
    it(`do not mark ${name} as risky`, () => expect(soundsRisky(name)).to.equal(false));
});
