/** Keys as keyboards label them. */
import { Fragment } from 'react';

/** One chord: its labels, in the order they are held. */
export function Chord({ labels }: { readonly labels: readonly string[] }) {
  return (
    <span className="chord">
      {labels.map((label) => (
        <kbd key={label}>{label}</kbd>
      ))}
    </span>
  );
}

/** Several chords that do the same. */
export function Chords({ chords }: { readonly chords: readonly (readonly string[])[] }) {
  return chords.map((labels, index) => (
    <Fragment key={labels.join()}>
      {index > 0 && <span className="muted"> or </span>}
      <Chord labels={labels} />
    </Fragment>
  ));
}
