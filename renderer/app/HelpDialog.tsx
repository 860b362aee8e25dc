/** The keys, and what this app is. */
import { useConnection, useUi } from '../stores/context';
import { Dialog } from '../ui/Dialog';
import type { Action } from './actions';

export function HelpDialog({ actions }: { readonly actions: readonly Action[] }) {
  const open = useUi((state) => state.helpOpen);
  const setOpen = useUi((state) => state.setHelpOpen);
  const version = useConnection((state) => (state.status.state === 'ready' ? state.status.appVersion : null));
  return (
    <Dialog title="Keys" open={open} onClose={() => setOpen(false)}>
      <table className="help-keys">
        <tbody>
          {actions.map((action) => (
            <tr key={action.id}>
              <td>
                <kbd>{action.keys}</kbd>
              </td>
              <td>{action.label}</td>
              <td className="muted">{action.when === 'replay' ? 'in replay' : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="help-about muted">
        Breakwater {version ?? ''} · Charts by{' '}
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>
      </p>
    </Dialog>
  );
}
