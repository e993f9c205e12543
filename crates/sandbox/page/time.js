// Shown time: it runs beside real time, as fast or faster. Everybody counts from the same pace.

import { post } from "./net.js";
import { state } from "./store.js";

// How far the clock of this browser's machine is from the one the page came from.
export function now() {
  const { real, shown, factor } = state.pace;
  return shown + Math.max(0, Date.now() + state.drift - real) * factor;
}

// The program's offers to skip time: until something happens about a shift; until a screening asks, or
// something of a dispute falls due.
export const SHIFT = "next_shift";
export const SCREENING = "next_screening";
export const SKIPS = [SHIFT, SCREENING];

export function canSkip(to) {
  return state.hooks.some(({ name }) => name === to);
}

export function skip(to) {
  return post(`hook/${to}`, {});
}

export function setPace(factor) {
  return post("pace", { factor });
}
