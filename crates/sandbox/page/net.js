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
export function follow({ since, on, line }) {
  let source;
  const open = () => {
    source = new EventSource(`/sandbox/events?since=${since()}`);
    source.onopen = () => line(true);
    source.onerror = () => {
      line(false);
      source.close();
      setTimeout(open, RETRY_MILLIS);
    };
    for (const name of ["hello", "entry", "call", "reset", "program"]) {
      source.addEventListener(name, (event) => {
        on(name, JSON.parse(event.data), Number(event.lastEventId) || undefined);
      });
    }
  };
  open();
}
