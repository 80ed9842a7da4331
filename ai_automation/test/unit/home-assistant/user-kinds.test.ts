import { expect } from "chai";
import { userKindsOf } from "../../../src/home-assistant/user-kinds.ts";

const USERS = [
  { id: "anna", name: "Anna", username: "anna", system_generated: false },
  { id: "red", name: "Node-RED", username: "node", system_generated: false },
  { id: "daemon", name: "AppDaemon", username: "daemon", system_generated: false },
  { id: "supervisor", name: "Supervisor", system_generated: true },
  { id: "cloud", name: "Home Assistant Cloud", system_generated: true },
];

const kinds = (personUserIds: readonly string[], serviceAccounts: readonly string[] = []) =>
  Object.fromEntries(userKindsOf({ users: USERS, personUserIds, serviceAccounts }));

describe("users of Home Assistant", () => {
  it("are people if they have a person entity", () => {
    expect(kinds(["anna", "daemon"])).to.deep.equal({
      anna: "person",
      red: "service",
      daemon: "person",
      supervisor: "service",
      cloud: "voice",
    });
  });

  it("are not people if the settings name them, by either name and in any case", () => {
    expect(kinds(["anna", "red", "daemon"], ["appdaemon", " NODE "])).to.include({
      anna: "person",
      red: "service",
      daemon: "service",
    });
  });

  it("are all people in a home without persons", () => {
    expect(kinds([])).to.include({ anna: "person", red: "person", daemon: "person", supervisor: "service" });
  });
});
