/** A row whose log opens below it. */
import { type ReactNode, useId, useState } from 'react';
import type { Transition } from '../../../shared/model/structure';
import { TransitionLog } from './TransitionLog';

export function LoggedRow(props: {
  /** What the log is of, for assistive technology. */
  readonly name: string;
  /** The cell that names the row. */
  readonly head: ReactNode;
  readonly log: readonly Transition[];
  /** Said below the cells. */
  readonly words?: string;
  /** All cells of the row, the head included. */
  readonly columns: number;
  /** The other cells. */
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className="breakouts-toggle"
            aria-label={`Log of ${props.name}`}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            title="How it came about"
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? '▾' : '▸'}
          </button>{' '}
          {props.head}
        </th>
        {props.children}
      </tr>
      {props.words !== undefined && (
        <tr>
          <td colSpan={props.columns} className="breakouts-words breakouts-detail muted">
            {props.words}
          </td>
        </tr>
      )}
      {isOpen && (
        <tr id={id}>
          <td colSpan={props.columns} className="breakouts-words breakouts-detail">
            <TransitionLog log={props.log} />
          </td>
        </tr>
      )}
    </>
  );
}
