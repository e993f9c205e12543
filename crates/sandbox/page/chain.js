// The hash chain of the record, computed anew from what is told: nobody has to be believed.
//
// Incidents have a number, logs have a word in its place: "duty", "prompt", "ledger". The rule: SHA-256 over the hash before (32 bytes, zeros at first), then for number, seq, at,
// kind, by, text the length of the UTF-8 text as four bytes, big-endian, and the text.

const utf8 = new TextEncoder();

function bytesOf(hash) {
  return Uint8Array.from(hash.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}

async function hashAfter(before, entry) {
  const fields = [entry.number, entry.seq, entry.at, entry.kind, entry.by ?? "", entry.text];
  const parts = [before];
  for (const field of fields) {
    const text = utf8.encode(String(field));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, text.length);
    parts.push(length, text);
  }
  const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const ZERO = "0".repeat(64);

// Checks what is new and remembers what holds already. An entry is good if it follows from the one
// before; `false` marks the first that does not. A chain belongs to one telling of the record: what
// another demo told has other hashes.
export class Chain {
  constructor(started) {
    this.started = started;
    this.ends = new Map();
    this.checked = 0;
    this.broken = null;
    // Records of which entries were forgotten before this page could hear them.
    this.cut = new Set();
  }

  // `null` where the browser gives no SHA-256: it does so on this machine and over HTTPS only.
  // `forgotten`: whether any entry was never heard. Only then may one be missing: the chain goes on
  // from what follows the gap.
  async check(record, forgotten) {
    if (!globalThis.crypto?.subtle) return null;
    while (this.checked < record.length) {
      const entry = record[this.checked];
      this.checked += 1;
      const end = this.ends.get(entry.number) ?? { seq: 0, hash: ZERO };
      if (forgotten && entry.seq > end.seq + 1) this.cut.add(entry.number);
      else {
        const right = entry.seq === end.seq + 1 && (await hashAfter(bytesOf(end.hash), entry)) === entry.hash;
        if (!right) this.broken ??= entry;
      }
      this.ends.set(entry.number, { seq: entry.seq, hash: entry.hash });
    }
    return this.broken === null;
  }
}
