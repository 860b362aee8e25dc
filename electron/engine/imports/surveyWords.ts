/** What a survey says, in sentences, alike for the command line and the screen. */
import type { ImportSurvey, SurveyedFile } from './survey';

/** Why the survey cannot be imported as it is; null when it can. */
export function firstReason(survey: ImportSurvey): string | null {
  if (survey.files.length === 0) return 'There is no file to import.';
  for (const file of survey.files) {
    const reason = reasonAgainst(file);
    if (reason !== null) return `${file.name}: ${reason}`;
  }
  if (survey.files.every(({ format }) => format === null)) return 'The files hold no rows.';
  return null;
}

function reasonAgainst({ refusal, questions }: SurveyedFile): string | null {
  return refusal ?? questions[0]?.sentence ?? null;
}

/** "Imported BTC ETH", of the assets found. */
export function defaultTitle(survey: ImportSurvey): string {
  const symbols = survey.files.flatMap(({ counts }) =>
    counts.flatMap(({ instrumentId }) => (instrumentId === null ? [] : [instrumentId.split(':')[1] ?? ''])),
  );
  return `Imported ${[...new Set(symbols)].join(' ')}`.trim();
}
