/** A button that is a picture: its name is for assistive technology, and its tooltip unless that says more. */
import type { ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<'button'>, 'type' | 'name' | 'aria-label'> {
  /** What it does, with what it does it to: "Delete January breakout". */
  readonly name: string;
}

export function IconButton({ name, title = name, className, ...rest }: Props) {
  return (
    <button
      type="button"
      className={className === undefined ? 'icon-button' : `icon-button ${className}`}
      aria-label={name}
      title={title}
      {...rest}
    />
  );
}
