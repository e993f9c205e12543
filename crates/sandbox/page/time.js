// Shown time: it runs beside real time, as fast or faster. Everybody counts from the same pace.

import { post } from "./net.js";
import { state } from "./store.js";

// How far the clock of this browser's machine is from the one the page came from.
export function now() {
  const { real, shown, factor } = state.pace;
  return shown + Math.max(0, Date.now() + state.drift - real) * factor;
}

// The program's offer to skip the time until something happens about a shift.
export const SKIP = "next_shift";

export function canSkip() {
  return state.hooks.some(({ name }) => name === SKIP);
}

export function skip() {
  return post(`hook/${SKIP}`, {});
}

export function setPace(factor) {
  return post("pace", { factor });
}
