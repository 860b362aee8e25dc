/** A text that is edited in place: Enter and leaving the field take the new one, Escape keeps the old one. */
import { useState } from 'react';

export function TextField(props: {
  readonly name: string;
  readonly text: string;
  readonly maxLength: number;
  /** Null when it stays as it was. */
  readonly onDone: (text: string | null) => void;
}) {
  const [text, setText] = useState(props.text);
  const take = () => props.onDone(text.trim() === props.text ? null : text.trim());
  return (
    <input
      className="text-input"
      aria-label={props.name}
      value={text}
      maxLength={props.maxLength}
      // biome-ignore lint/a11y/noAutofocus: it takes the place of what was just pressed
      autoFocus={true}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        if (event.key === 'Escape') props.onDone(null);
      }}
    />
  );
}
