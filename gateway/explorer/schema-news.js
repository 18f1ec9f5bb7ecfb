// What is wrong with the schema's files, as soon as they are saved; and news of a swapped supergraph.

const AGAIN_MS = 1000;

function placeLine({ file, line, column }) {
  return `${file}:${line}:${column}`;
}

/** One problem as in the terminal: file, line, code, message, then the offending text of each place. */
function problemNode({ code, message, places }) {
  const paragraph = document.createElement('p');
  const [first, ...others] = places;
  paragraph.textContent = `${first ? `${placeLine(first)}  ` : ''}${code}  ${message}`;
  for (const place of first ? [first, ...others] : []) {
    const text = document.createElement('code');
    text.textContent = place === first ? place.text : `also ${placeLine(place)}  ${place.text}`;
    paragraph.append(text);
  }
  return paragraph;
}

function show({ problems, waitingFor }) {
  const section = document.getElementById('problems');
  section.replaceChildren(...problems.map(problemNode));
  section.hidden = problems.length === 0;
  document.getElementById('waiting').textContent =
    waitingFor.length === 0 ? '' : `waiting until ${waitingFor.join(', ')} serves its new schema`;
}

/** Follows the schema for as long as the page is open. `onSwap` is called for each later supergraph. */
export async function followSchema(onSwap) {
  let version = 0;
  let supergraph;
  for (;;) {
    try {
      const response = await fetch(`/explorer/schema/${version}.json`);
      const state = await response.json();
      show(state);
      version = state.version;
      if (supergraph !== undefined && supergraph !== state.supergraph) onSwap();
      supergraph = state.supergraph;
    } catch {
      version = 0;
      document.getElementById('waiting').textContent = 'the gateway does not respond';
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
