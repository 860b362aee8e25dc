/** Finding by a few typed letters. Pure. */

export interface FuzzyMatch {
  /** Higher is better; comparable between texts for one query. */
  readonly score: number;
  /** Indices of the matched characters in the text, rising. */
  readonly marks: readonly number[];
}

const TEXT_START = 3;
const WORD_START = 6;
const IN_A_ROW = 4;
/** The query stands in the text just as it was typed. */
const AS_TYPED = 10;
/** Of two equal matches the one in the shorter text is nearer to what was meant. */
const LENGTH_COST = 0.01;

/**
 * Matches every word of the query, in any order, as letters that follow one another in `text`: "log sc" and
 * "lps" both find "Logarithmic price scale". Null when a word is not found; an empty query finds everything.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  const marks = new Set<number>();
  let score = -text.length * LENGTH_COST;
  if (words.length > 1 && lower.includes(words.join(' '))) score += AS_TYPED;
  for (const word of words) {
    const best = bestMatch(word, lower);
    if (best === null) return null;
    score += best.score;
    for (const mark of best.marks) marks.add(mark);
  }
  return { score, marks: [...marks].sort((one, other) => one - other) };
}

/** The best of the matches that begin at each place where the word's first letter stands. */
function bestMatch(word: string, text: string): FuzzyMatch | null {
  let best: FuzzyMatch | null = null;
  for (let start = text.indexOf(word[0] ?? ''); start >= 0; start = text.indexOf(word[0] ?? '', start + 1)) {
    const match = matchFrom(word, text, start);
    if (match !== null && (best === null || match.score > best.score)) best = match;
  }
  return best;
}

function matchFrom(word: string, text: string, start: number): FuzzyMatch | null {
  const marks: number[] = [];
  let score = 0;
  let at = start;
  for (const letter of word) {
    const found = nextPlace(letter, text, at, marks.at(-1));
    if (found < 0) return null;
    score += 1;
    if (startsWord(text, found)) score += WORD_START;
    if (found === 0) score += TEXT_START;
    if (marks.at(-1) === found - 1) score += IN_A_ROW;
    marks.push(found);
    at = found + 1;
  }
  return { score, marks };
}

/** Right behind the letter before it, else at the start of a later word, else anywhere later. */
function nextPlace(letter: string, text: string, from: number, previous: number | undefined): number {
  const first = text.indexOf(letter, from);
  if (previous === undefined || first === from) return first;
  for (let place = first; place >= 0; place = text.indexOf(letter, place + 1)) {
    if (startsWord(text, place)) return place;
  }
  return first;
}

function startsWord(text: string, index: number): boolean {
  return index === 0 || !/[a-z0-9]/.test(text[index - 1] ?? '');
}
