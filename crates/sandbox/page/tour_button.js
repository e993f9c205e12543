// The bot's buttons, as the tour names and marks them.

import { state } from "./store.js";
import { inEveryLanguage, word, wordIn } from "./words.js";

// As it stands on the bot's buttons, and what that means where the page speaks another language.
export function label(key) {
  const [here, there] = [word(key), wordIn(state.language, key)];
  return here === there ? here : word("labelled", { here, there });
}

// The newest one with this label; somebody may have chosen another language for himself than the town's.
export function button(phone, key) {
  const labels = inEveryLanguage(key);
  return buttonOf(phone, (text) => labels.includes(text));
}

export function buttonOf(phone, fits) {
  return [...phone.log.querySelectorAll(".inline")].findLast(({ textContent }) => fits(textContent));
}
