const MAX_LINES = 20;
const MAX_LINE_LENGTH = 300;

/** The last lines of a stream of text, which comes in pieces cut anywhere. */
export class LogTail {
  #lines: string[] = [];
  #unfinished = '';

  get lines(): readonly string[] {
    return this.#unfinished === '' ? this.#lines : [...this.#lines, this.#unfinished];
  }

  add(text: string): void {
    const pieces = (this.#unfinished + text).split('\n').map((line) => line.slice(0, MAX_LINE_LENGTH));
    this.#unfinished = pieces.pop() ?? '';
    this.#lines = [...this.#lines, ...pieces.filter((line) => line.trim() !== '')].slice(-MAX_LINES);
  }
}
