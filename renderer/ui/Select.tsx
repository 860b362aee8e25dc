/** A native select in the app's clothes. */
import type { ReactNode } from 'react';

export function Select(props: {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <select
      className={`select ${props.className ?? ''}`}
      aria-label={props.name}
      title={props.name}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    >
      {props.children}
    </select>
  );
}
