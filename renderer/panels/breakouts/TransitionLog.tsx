/** How an object came to be what it is: each step with its rule, and the numbers it was decided on. */
import type { Transition } from '../../../shared/model/structure';
import { valueName, valueWords } from './breakoutWords';
import { Moment } from './Moment';

export function TransitionLog({ log }: { readonly log: readonly Transition[] }) {
  if (log.length === 0) return <p className="muted">Its log is not kept.</p>;
  return (
    <ol className="breakouts-log">
      {log.map((step, index) => (
        // A step has no name of its own, and steps are only ever added.
        <li key={`${step.atMs}:${step.rule}:${index}`}>
          <Moment timeMs={step.atMs} /> {step.from} → {step.to} <code>{step.rule}</code>
          <p className="muted">
            {Object.entries(step.values)
              .map(([key, value]) => `${valueName(key)} ${valueWords(value)}`)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ol>
  );
}
