// The first chapter: an incident from the report to its record.

import { groupOf, progress, STEPS } from "./progress.js";
import { nameOf, state } from "./store.js";
import { button, label } from "./tour_button.js";
import { word } from "./words.js";

export class IncidentChapter {
  constructor() {
    this.steps = STEPS;
    this.before = null;
  }

  begun() {
    return true;
  }

  // Later incidents alone count from now on.
  restart() {
    const numbers = state.record.map(({ number }) => number).filter(Number.isInteger);
    return { after: Math.max(0, ...numbers) };
  }

  look({ after }) {
    return progress(after);
  }

  // Once the deputy is paged.
  eased(before, { done }) {
    return !before.done.escalation && done.escalation && !done.acknowledgement;
  }

  words(current, { latest, seconds }) {
    const name = (id) => (id ? nameOf(id) : "");
    const acknowledge = label("acknowledge");
    if (!current) return word("tourOver");
    if (current === "report") return word("do_report", { name: name(state.phones[0]) });
    if (!latest) return "";
    if (current === "page") return word("do_page", { name: name(latest.firstPaged), number: latest.number });
    if (current === "escalation") {
      if (latest.over) return word("do_another", { acknowledge });
      const quick = seconds !== null && seconds < 10 ? word("quick", { seconds: seconds.toFixed(2) }) : "";
      return word("do_escalation", { acknowledge }) + quick;
    }
    if (current === "acknowledgement") return word("do_acknowledgement", { name: name(latest.lastPaged), acknowledge });
    return word("do_timeline", { number: latest.number });
  }

  // A text to send, from the reporter's phone.
  proposal(current, { latest }, around) {
    const reporter = state.phones[0];
    if (!reporter) return null;
    const text = { report: word("sampleReport"), timeline: latest && `/timeline ${latest.number}` }[current];
    if (!text) return null;
    const act = () => {
      const phone = around.choose(reporter);
      if (phone.chat !== groupOf()) phone.show(null, groupOf());
      phone.composer.propose(text);
    };
    return { label: word("fillIn"), act };
  }

  target(current, { latest }, tour) {
    const composer = () => tour.inPhone(state.phones[0], groupOf(), (phone) => phone.composer.element);
    switch (current) {
      case "report":
        return composer();
      case "page":
        return latest && tour.inPhone(latest.firstPaged, latest.firstPaged, (phone) => phone.middle);
      case "escalation":
        return latest?.over ? composer() : document.getElementById("pace");
      case "acknowledgement":
        return latest && tour.inPhone(latest.lastPaged, latest.lastPaged, (phone) => button(phone, "acknowledge") ?? phone.middle);
      case "timeline":
        return latest && composer();
      default:
        return document.getElementById("drawer-switch");
    }
  }
}
