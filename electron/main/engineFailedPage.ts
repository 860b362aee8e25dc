/** What windows show when the engine does not stay up: what happened, what is safe, what to do. */

const STYLE = `
  body { font: 15px/1.6 system-ui, sans-serif; max-width: 44em; margin: 12vh auto; padding: 0 1.5em;
    background: #0a0d12; color: #d7dee8 }
  h1 { font-size: 1.5em; font-weight: 600 }
  a { display: inline-block; padding: .45em 1.2em; border-radius: 6px; background: #3ec6ff; color: #0a0d12;
    font-weight: 600; text-decoration: none }
  a:focus-visible { outline: 2px solid #fff; outline-offset: 2px }
  pre { padding: 1em; border-radius: 6px; background: #121822; white-space: pre-wrap; overflow-wrap: anywhere;
    font: 12px/1.5 ui-monospace, monospace }
  code { font: .92em ui-monospace, monospace }`;

/** `tryAgainUrl` starts the engine again. `lastLines` are the engine's own words, shown as they are. */
export function engineFailedPage(tryAgainUrl: string, lastLines: readonly string[]): string {
  const said = lastLines.length === 0 ? 'It said nothing.' : lastLines.join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Breakwater has stopped</title>
<style>${STYLE}</style>
<main>
<h1>The engine has stopped and does not stay up</h1>
<p>Nothing is being watched or recorded now. What was recorded is safe up to the last quarter second; the
session is completed at the next start, with a mark where it ends.</p>
<p><a href="${escapeHtml(tryAgainUrl)}">Try again</a></p>
<p>If it stops again:</p>
<ol>
<li>Read the last lines below: they often name the cause, such as a full disk or a wrong option.</li>
<li>See that the disk has free space and that the data folder can be written to.</li>
<li>Start Breakwater with another data folder: <code>--data-dir PATH</code>. If it stays up there, a file of the
usual folder is the cause; send it along with your report.</li>
</ol>
<h2>Last lines of the engine</h2>
<pre>${escapeHtml(said)}</pre>
</main>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
