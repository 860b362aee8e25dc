/** Keeps a failing part from taking the screen with it: says what happened and offers another try. */
import { Component, type ReactNode } from 'react';
import { EmptyState } from './EmptyState';
import { WarningIcon } from './icons';

interface Props {
  /** What failed, e.g. "The chart". */
  readonly name: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div role="alert" style={{ height: '100%' }}>
        <EmptyState
          icon={<WarningIcon />}
          action={{ label: 'Try again', run: () => this.setState({ error: null }) }}
        >
          {this.props.name} stopped with an error: {error.message}. The rest of the screen and the recording
          go on.
        </EmptyState>
      </div>
    );
  }
}
