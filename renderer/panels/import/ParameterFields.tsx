/** What has to be known to read a file: questions with their sentences, and all the rest to be corrected. */
import { useId, useState } from 'react';
import type { ImportChoiceText, ImportFile, ImportParameterName } from '../../../shared/contract/imports';
import { PARAMETER_CHOICES, PARAMETER_TITLES } from './importWords';

type Parameters = ImportChoiceText['parameters'];
/** Columns have a table of their own. */
type FieldName = Exclude<ImportParameterName, 'columns'>;

const FIELDS: readonly FieldName[] = [
  'venue',
  'symbol',
  'kind',
  'asset',
  'quote',
  'intervalMs',
  'stampIs',
  'timeUnit',
];

interface FieldsProps {
  readonly file: ImportFile;
  readonly onAnswer: (parameters: Parameters) => void;
}

export function Questions({ file, onAnswer }: FieldsProps) {
  if (file.questions.length === 0) return null;
  return (
    <fieldset className="import-questions">
      <legend>To be answered</legend>
      {file.questions.map(({ parameter, sentence }) =>
        parameter === 'columns' ? (
          <p key={parameter}>{sentence}</p>
        ) : (
          <ParameterField
            key={parameter}
            file={file}
            parameter={parameter}
            sentence={sentence}
            onAnswer={onAnswer}
          />
        ),
      )}
    </fieldset>
  );
}

export function AllParameters({ file, onAnswer }: FieldsProps) {
  const asked = file.questions.map(({ parameter }) => parameter);
  return (
    <div className="import-fields">
      {FIELDS.filter((parameter) => !asked.includes(parameter)).map((parameter) => (
        <ParameterField key={parameter} file={file} parameter={parameter} onAnswer={onAnswer} />
      ))}
    </div>
  );
}

function ParameterField(props: FieldsProps & { readonly parameter: FieldName; readonly sentence?: string }) {
  const { file, parameter, sentence, onAnswer } = props;
  const id = useId();
  const choices = PARAMETER_CHOICES[parameter];
  const value = file.parameters?.[parameter] ?? null;
  // A question is open until the user has answered it: what was guessed is not shown as if they had.
  const shown = value === null || sentence !== undefined ? '' : String(value);
  const describedBy = sentence === undefined ? undefined : `${id}-why`;
  const answer = (text: string) => onAnswer(parameterOf(parameter, text));
  return (
    <div className="import-field">
      {sentence !== undefined && <p id={describedBy}>{sentence}</p>}
      <label htmlFor={id}>{PARAMETER_TITLES[parameter]}</label>
      {choices === undefined ? (
        <TextField id={id} value={shown} describedBy={describedBy} onDone={answer} />
      ) : (
        <select
          id={id}
          className="select"
          value={shown}
          aria-describedby={describedBy}
          onChange={(event) => answer(event.currentTarget.value)}
        >
          <option value="" disabled={true}>
            Choose…
          </option>
          {shown !== '' && !choices.some((choice) => choice.value === shown) && (
            <option value={shown}>{shown}</option>
          )}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.title}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

/** Enter and leaving the field take what was typed. */
function TextField(props: {
  readonly id: string;
  readonly value: string;
  readonly describedBy: string | undefined;
  readonly onDone: (text: string) => void;
}) {
  const { id, value, describedBy, onDone } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    const text = typed?.trim() ?? '';
    setTyped(null);
    if (text !== '' && text !== value) onDone(text);
  };
  return (
    <input
      id={id}
      className="text-input"
      value={typed ?? value}
      maxLength={100}
      aria-describedby={describedBy}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}

function parameterOf(parameter: FieldName, text: string): Parameters {
  return { [parameter]: parameter === 'intervalMs' ? Number(text) : text };
}
