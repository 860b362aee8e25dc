/** Entry of the window. */
import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import '../ui/components.css';
import { AppProvider } from '../stores/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { applyTheme, rememberedThemeChoice } from '../ui/theme';
import { App } from './App';
import { openEngineLink } from './connect';
import { createApp } from './createApp';
import { offerFile } from './offerFile';
import { openLinkedSession } from './openLinkedSession';
import { isReload, keepPlaceForReload, placeBeforeReload } from './placeOfReload';

applyTheme(rememberedThemeChoice());

const app = createApp({
  openLink: openEngineLink,
  offerFile,
  clock: {
    wallMs: () => Date.now(),
    schedule: (delayMs, task) => {
      const timer = window.setTimeout(task, delayMs);
      return () => window.clearTimeout(timer);
    },
  },
  requestFrame: (callback) => window.requestAnimationFrame(callback),
});

openLinkedSession(app, window.location.search, placeBeforeReload(window.sessionStorage, isReload()));
keepPlaceForReload(app, window.sessionStorage);

document.addEventListener('visibilitychange', () => {
  void app.engine.call('setVisible', { visible: document.visibilityState === 'visible' });
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with id "root"');
createRoot(root).render(
  <AppProvider value={app}>
    <ErrorBoundary name="The window">
      <App />
    </ErrorBoundary>
  </AppProvider>,
);
