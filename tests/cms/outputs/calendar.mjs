// Reads a calendar as Thunderbird does, and tells its entries as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const told = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
const entries = calendar.getAllSubcomponents("vevent").map((entry) => {
  const event = new ICAL.Event(entry);
  return {
    uid: event.uid,
    summary: event.summary,
    start: told(event.startDate),
    end: told(event.endDate),
    zone: event.startDate.zone.tzid,
    sequence: event.sequence,
  };
});
console.log(JSON.stringify(entries));
