/** One choice out of a few: native radio buttons drawn as one box, so the keyboard works as everywhere. */
import { useId } from 'react';

export interface SegmentedOption<V> {
  readonly value: V;
  readonly label: string;
  readonly title?: string;
}

export function Segmented<V extends string | number>(props: {
  readonly name: string;
  readonly options: readonly SegmentedOption<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}) {
  const group = useId();
  return (
    <div className="segmented" role="radiogroup" aria-label={props.name}>
      {props.options.map((option) => (
        <label key={option.value} title={option.title}>
          <input
            type="radio"
            name={group}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
