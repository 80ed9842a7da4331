"""
Runs the recorder of the installed release of Home Assistant and lets a small home live for some days.

  live.py DB_URL FIRST_DAY DAYS READINGS   writes the days, with so many readings of a sensor a day, and prints what
                                           happened, one JSON object a line
  live.py DB_URL upgrade                   opens the database, so that the release upgrades it, and waits for the end

Nothing of Home Assistant is replaced but its clock.
"""

import asyncio
import datetime
import importlib
import json
import logging
import sys
import tempfile
import time
import types

import homeassistant.bootstrap  # the order of imports that avoids circles
import homeassistant.core as core
import homeassistant.helpers.event as event
import homeassistant.util.dt as dt_util
from homeassistant import loader

UTC = datetime.timezone.utc
START = datetime.datetime(2022, 3, 1, tzinfo=UTC)
ANNA = "0a" * 16
# The clock runs on from the instant that was set last: timers of Home Assistant depend on it.
clock = {"set": None, "since": 0.0}


def set_clock(instant):
    clock["set"], clock["since"] = instant, time.monotonic()


def fake_utcnow():
    if clock["set"] is None:
        return datetime.datetime.now(UTC)
    return clock["set"] + datetime.timedelta(seconds=time.monotonic() - clock["since"])


class FakeTime(types.ModuleType):
    def __getattr__(self, name):
        return getattr(time, name)

    @staticmethod
    def time():
        return fake_utcnow().timestamp()


def install_clock():
    dt_util.utcnow = fake_utcnow
    for module in (core, event):
        if hasattr(module, "time"):
            module.time = FakeTime("time")
    # Timers compare with these; with another clock they would all be due at once, and again.
    if hasattr(event, "time_tracker_utcnow"):
        event.time_tracker_utcnow = fake_utcnow
    if hasattr(event, "time_tracker_timestamp"):
        event.time_tracker_timestamp = FakeTime.time


async def start_recorder(db_url):
    folder = tempfile.mkdtemp()
    try:
        hass = core.HomeAssistant(folder)
    except TypeError:
        hass = core.HomeAssistant()
        hass.config.config_dir = folder
    hass.config.skip_pip = True
    if hasattr(loader, "async_setup"):
        loader.async_setup(hass)
    else:
        hass.data[loader.DATA_CUSTOM_COMPONENTS] = {}
    config_entries = importlib.import_module("homeassistant.config_entries")
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    if hasattr(hass.config_entries, "async_wait_initialized"):
        await hass.config_entries.async_initialize()
    for name in ("entity", "restore_state", "area_registry", "category_registry", "floor_registry", "label_registry", "device_registry", "entity_registry", "issue_registry"):
        try:
            helper = importlib.import_module(f"homeassistant.helpers.{name}")
        except ImportError:
            continue
        if hasattr(helper, "async_setup"):
            helper.async_setup(hass)
        if name.endswith("_registry") and hasattr(helper, "async_load"):
            await helper.async_load(hass)
    recorder = importlib.import_module("homeassistant.components.recorder")
    config = recorder.CONFIG_SCHEMA({"recorder": {"db_url": db_url, "commit_interval": 1, "auto_purge": False, "db_max_retries": 2, "db_retry_wait": 1}})
    try:
        from homeassistant.helpers import recorder as helper

        if hasattr(helper, "async_initialize_recorder"):
            helper.async_initialize_recorder(hass)
    except ImportError:
        pass
    hass.config.components.add("recorder")
    hass.state = core.CoreState.starting if not hasattr(hass, "set_state") else None
    if hasattr(hass, "set_state"):
        hass.set_state(core.CoreState.starting)
    if not await recorder.async_setup(hass, config):
        raise SystemExit("the recorder did not start")
    return hass, recorder


async def record(db_url, first_day, days, readings):
    set_clock(START + datetime.timedelta(days=first_day))
    hass, recorder = await start_recorder(db_url)
    try:
        instance = recorder.get_instance(hass)
    except AttributeError:
        instance = hass.data[recorder.DATA_INSTANCE]
    truth = []

    def at(day, hours, seconds=0.0):
        set_clock(START + datetime.timedelta(days=day, hours=hours, seconds=seconds, microseconds=123))

    def context(**rest):
        return core.Context(**rest)

    def put(entity_id, state, cause, ctx=None, attributes=None, **more):
        known = hass.states.get(entity_id)
        hass.states.async_set(entity_id, state, attributes or {}, context=ctx or context())
        if cause is None or (known is not None and known.state == state):
            return
        truth.append({"entity": entity_id, "at": hass.states.get(entity_id).last_updated.timestamp(), "state": more.get("shown", state), "cause": cause})

    async def turn(call):
        for entity_id in call.data["entity_id"]:
            put(entity_id, call.service.replace("turn_", ""), causes[call.context.id], call.context)

    async def set_temperature(call):
        state = hass.states.get("climate.attic")
        put("climate.attic", state.state, None, call.context, {"temperature": call.data["temperature"]})

    @core.callback
    def removed(changed):
        if changed.data.get("new_state") is None:
            truth.append({"entity": changed.data["entity_id"], "at": changed.time_fired.timestamp(), "state": "unavailable", "cause": "unknown"})

    hass.bus.async_listen("state_changed", removed)
    causes = {}
    for domain in ("light", "switch"):
        for service in ("turn_on", "turn_off"):
            hass.services.async_register(domain, service, turn)
    hass.services.async_register("climate", "set_temperature", set_temperature)

    async def call(domain, service, entity_id, ctx, cause, **data):
        causes[ctx.id] = cause
        await hass.services.async_call(domain, service, {"entity_id": [entity_id], **data}, blocking=True, context=ctx)

    async def settle():
        await hass.async_block_till_done()
        while instance.backlog > 0 if hasattr(instance, "backlog") else not instance.queue.empty():
            await asyncio.sleep(0.01)

    # The states at the start: nobody knows what was before.
    for entity_id, state in (("light.hall", "off"), ("light.kitchen", "off"), ("switch.fan", "off"), ("binary_sensor.motion", "off"), ("climate.attic", "heat")):
        put(entity_id, state, None, attributes={"temperature": 19} if entity_id == "climate.attic" else None)
    put("sensor.warmth", "19.5", "unknown", attributes={"unit_of_measurement": "°C"})
    if hasattr(hass, "set_state"):
        hass.set_state(core.CoreState.running)
    else:
        hass.state = core.CoreState.running
    hass.bus.async_fire("homeassistant_start")
    hass.bus.async_fire("homeassistant_started")
    await hass.async_block_till_done()

    for day in range(first_day, first_day + days):
        at(day, 6)
        for reading in range(readings):
            at(day, 6, reading * 3)
            put("sensor.warmth", f"{20 + reading % 7 / 10 + day % 2 / 100:.2f}", "unknown", attributes={"unit_of_measurement": "°C"})
        at(day, 7)
        put("switch.fan", "on", "physical")
        at(day, 7, 1200)
        put("switch.fan", "off", "physical")
        at(day, 8)
        await call("light", "turn_on", "light.kitchen", context(user_id=ANNA), "person", brightness_pct=30 + day)
        truth.append({"entity": "light.kitchen", "day": day, "level": 30 + day})
        at(day, 8, 30)
        put("light.kitchen", "on", None, attributes={"icon": f"mdi:lamp-{day}"})
        at(day, 9)
        await call("light", "turn_off", "light.kitchen", context(user_id=ANNA), "person")
        at(day, 10)
        await call("climate", "set_temperature", "climate.attic", context(user_id=ANNA), "person", temperature=18.5 + day % 2)
        truth.append({"entity": "climate.attic", "day": day, "level": 18.5 + day % 2})
        at(day, 11)
        put("event.button", fake_utcnow().isoformat(timespec="milliseconds"), "unknown" if day > first_day else None, attributes={"event_type": "double"}, shown="double")
        for hours, state in ((20, "on"), (21, "off")):
            motion = context()
            at(day, hours)
            put("binary_sensor.motion", state, "unknown", motion)
            run = context(parent_id=motion.id)
            at(day, hours, 0.1)
            hass.bus.async_fire("automation_triggered", {"name": "Hall", "entity_id": "automation.hall", "source": "state of binary_sensor.motion"}, context=run)
            at(day, hours, 0.2)
            await call("light", f"turn_{state}", "light.hall", run, "automation.hall")
        at(day, 22)
        if day % 10 == 5:
            put("light.porch", "off", None)
            at(day, 22, 60)
            # The logbook does not show a return after a removal, so that the next cause is unknown.
            put("light.porch", "on", "physical" if day == 5 else "unknown")
            at(day, 22, 120)
            hass.states.async_remove("light.porch")
        await settle()
    # On a busy machine a release's timers can fill its own queue, after which it records nothing more.
    if getattr(instance, "_event_listener", True) is None:
        raise SystemExit("the recorder has given up")
    at(first_day + days - 1, 23, 1800)
    hass.bus.async_fire("homeassistant_stop")
    await hass.async_block_till_done()
    hass.bus.async_fire("homeassistant_final_write")
    await hass.async_block_till_done()
    if instance.is_alive():
        if hasattr(hass, "set_state"):
            hass.set_state(core.CoreState.stopping)
        hass.bus.async_fire("homeassistant_close")
        await hass.async_block_till_done()
        await hass.loop.run_in_executor(None, instance.join, 20)
    for line in truth:
        print(json.dumps(line))


async def upgrade(db_url):
    hass, recorder = await start_recorder(db_url)
    if hasattr(hass, "set_state"):
        hass.set_state(core.CoreState.running)
    hass.bus.async_fire("homeassistant_start")
    hass.bus.async_fire("homeassistant_started")
    instance = recorder.get_instance(hass)
    await instance.async_recorder_ready.wait()
    while instance.migration_in_progress or instance.backlog > 0:
        await asyncio.sleep(0.1)
    print(json.dumps({"schema": instance.schema_version}))
    hass.bus.async_fire("homeassistant_stop")
    await hass.async_block_till_done()
    hass.bus.async_fire("homeassistant_final_write")
    hass.bus.async_fire("homeassistant_close")
    await hass.async_block_till_done()
    await hass.loop.run_in_executor(None, instance.join, 20)


def main():
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("homeassistant.components.recorder.migration").setLevel(logging.DEBUG)
    install_clock()
    if sys.argv[2] == "upgrade":
        asyncio.run(upgrade(sys.argv[1]))
    else:
        asyncio.run(record(sys.argv[1], *map(int, sys.argv[2:5])))


main()
