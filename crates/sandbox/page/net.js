// The sandbox over HTTP.

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body;
}

export async function post(act, body) {
  return answerOf(
    await fetch(`/sandbox/${act}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

export async function get(path) {
  return answerOf(await fetch(`/sandbox/${path}`));
}

const RETRY_MILLIS = 1500;

// Follows what happens and comes back by itself. `since` tells where to go on.
export function follow({ since, told, on, line }) {
  let source;
  let again;
  const lost = () => {
    line(false);
    source.close();
    clearTimeout(again);
    again = setTimeout(open, RETRY_MILLIS);
  };
  const open = () => {
    clearTimeout(again);
    source?.close();
    source = new EventSource(`/sandbox/events?since=${since()}&told=${told()}`);
    source.onopen = () => line(true);
    source.onerror = lost;
    for (const name of ["hello", "entry", "call", "reset", "program", "pace", "told"]) {
      source.addEventListener(name, (event) => {
        on(name, JSON.parse(event.data), Number(event.lastEventId) || undefined);
      });
    }
  };
  // A stream may hang for minutes before it fails by itself; the system knows earlier.
  addEventListener("offline", lost);
  addEventListener("online", open);
  open();
}
