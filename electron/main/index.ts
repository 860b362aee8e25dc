/**
 * Entry of the desktop app: windows, their security, and the engine's process. It holds no market logic: the
 * engine is reached by the contract, from the windows and from here alike.
 */
import { join, resolve } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  session,
  shell,
  utilityProcess,
} from 'electron';
import { registerAppScheme, serveApp } from './appProtocol';
import { askToOpen } from './askToOpen';
import { listenToWishes } from './desktopWishes';
import { engineEnvironment } from './engineEnvironment';
import { engineFailedPage } from './engineFailedPage';
import { EngineProcess, type EngineState } from './engineProcess';
import { listenToFileOffers } from './fileOffers';
import { menuTemplate } from './menu';
import { PortHandover } from './portHandover';
import { Power } from './power';
import { RecorderClient } from './recorderClient';
import { RestartPolicy } from './restartPolicy';
import { DEEP_LINK_SCHEME, parseDeepLink, type SessionTarget } from './sessionTarget';
import { parseShellArguments } from './shellArguments';
import { ShellStateFile } from './shellState';
import { systemProxy } from './systemProxy';
import { RecordingTray } from './tray';
import { TroubleAlert } from './troubleAlert';
import { APP_URL, guardPages, guardSession } from './windowSecurity';
import { Windows } from './windows';

const FAILURE_PATH = '/engine-failed';
const FAILURE_URL = new URL(FAILURE_PATH, APP_URL).href;
const ICONS = join(__dirname, '../../assets/icons');

const shellArguments = parseShellArguments(process.argv.slice(1), process.cwd());

// Synchronously, before the app is ready: paths, the scheme, the sandbox and the lock take effect only then.
app.setPath('userData', join(shellArguments.dataDir ?? app.getPath('userData'), 'desktop'));
app.setAppUserModelId('app.breakwater.monitor');
app.enableSandbox();
registerAppScheme(protocol);
guardPages(app, {
  open: (url) => void shell.openExternal(url),
  ask: (url) => void askToOpen({ dialog, shell }, url),
});

if (app.requestSingleInstanceLock({ targets: shellArguments.targets })) run();
else app.quit();

function run(): void {
  const waiting: SessionTarget[] = [...shellArguments.targets];
  let open = (target: SessionTarget): void => void waiting.push(target);

  // macOS hands over files and links this way, also before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open({ file: resolve(path) });
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const target = parseDeepLink(url);
    if (target !== null) open(target);
  });
  void app.whenReady().then(async () => {
    const desktop = await startDesktop();
    open = desktop.open;
    if (waiting.length === 0) desktop.reveal();
    else for (const target of waiting) open(target);
  });
}

interface Desktop {
  open(target: SessionTarget): void;
  reveal(): void;
}

async function startDesktop(): Promise<Desktop> {
  const state = new ShellStateFile(join(app.getPath('userData'), 'shell.json'));
  const proxy = await systemProxy(process.env, (url) => session.defaultSession.resolveProxy(url));
  const engine = new EngineProcess({
    fork: () =>
      utilityProcess.fork(join(__dirname, 'utility.cjs'), [...shellArguments.engineArgs], {
        serviceName: 'Breakwater engine',
        env: { ...engineEnvironment(process.env), ...proxy },
        stdio: ['ignore', 'inherit', 'pipe'],
      }),
    createChannel: () => new MessageChannelMain(),
    restarts: new RestartPolicy(),
    monotonicMs: () => performance.now(),
    onState: onEngineState,
    onLog: (text) => process.stderr.write(text),
  });
  const power = new Power(powerMonitor, powerSaveBlocker, engine);
  const recorder = new RecorderClient(
    engine,
    (isRecording) => {
      power.setRecording(isRecording);
      refreshMenu();
    },
    (reason) => alert.tell('Recording failed', reason),
  );
  const handover = new PortHandover(engine);
  const windows = new Windows({
    preload: join(__dirname, 'preload.cjs'),
    icon: join(ICONS, '512x512.png'),
    state,
    failurePage: () => (engine.state === 'failed' ? FAILURE_URL : null),
    onPage: (contents, url) => {
      handover.forget(contents);
      // The failure page links to the app: whoever goes there wants another try.
      if (engine.state === 'failed' && new URL(url).pathname !== FAILURE_PATH) engine.start();
    },
  });
  const alert = new TroubleAlert(() => windows.reveal());
  const tray = new RecordingTray(join(ICONS, 'tray.png'), {
    showWindow: () => windows.reveal(),
    stopAndQuit: () => app.quit(),
  });

  guardSession(session.defaultSession);
  await serveApp(session.defaultSession.protocol, join(__dirname, '../renderer'), {
    [FAILURE_PATH]: () => engineFailedPage('/', engine.lastLines),
  });
  handover.listen(ipcMain);
  listenToFileOffers(ipcMain, engine);
  listenToWishes(ipcMain, {
    dialog,
    windowOf: (contents) => BrowserWindow.fromWebContents(contents),
    downloads: () => app.getPath('downloads'),
    exported: () => recorder.exported,
  });
  refreshMenu();
  listenToApp();
  engine.start();
  return { open: openTarget, reveal: () => windows.reveal() };

  function onEngineState(now: EngineState): void {
    if (now === 'running') {
      recorder.connect();
      handover.handOver();
    } else if (now === 'failed') {
      windows.showFailure();
      alert.tell(
        'Breakwater is not recording',
        'Its engine cannot be kept running. Open a window to see why.',
      );
    }
  }

  function openTarget(target: SessionTarget): void {
    if ('file' in target) engine.offerFile(target.file);
    windows.reveal(target);
  }

  function listenToApp(): void {
    app.on('second-instance', (_event, _args, _folder, data) => {
      const { targets } = data as { targets: readonly SessionTarget[] };
      windows.reveal();
      for (const target of targets) openTarget(target);
    });
    app.on('activate', () => windows.reveal());
    app.on('browser-window-created', () => tray.hide());
    app.on('window-all-closed', () => {
      if (recorder.isRecording && state.current.keepRecording) tray.show();
      else app.quit();
    });
    app.on('will-quit', (event) => {
      if (engine.state === 'stopped') return;
      event.preventDefault();
      if (engine.state !== 'stopping') void engine.stop().then(() => app.quit());
    });
    if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME);
  }

  function refreshMenu(): void {
    const template = menuTemplate(
      { isRecording: recorder.isRecording, keepRecording: state.current.keepRecording },
      {
        openWindow: () => windows.open(),
        openFile: () => void chooseFile(),
        toggleRecording: () => void recorder.toggle(),
        setKeepRecording: (keepRecording) => state.patch({ keepRecording }),
        showAbout: () => app.showAboutPanel(),
      },
      { isMac: process.platform === 'darwin', isPackaged: app.isPackaged },
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  async function chooseFile(): Promise<void> {
    const options = {
      title: 'Open Session File',
      defaultPath: app.getPath('documents'),
      filters: [{ name: 'Recorded sessions', extensions: ['duckdb'] }],
      properties: ['openFile' as const],
    };
    const parent = BrowserWindow.getFocusedWindow();
    const { filePaths } = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    for (const path of filePaths) openTarget({ file: path });
  }
}
