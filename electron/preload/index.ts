/**
 * The bridge of a sandboxed window: hands the page ports to the engine, and nothing else. A port cannot cross
 * `contextBridge`, so it is posted to the page's own window, which checks where the message comes from.
 */
import { contextBridge, ipcRenderer } from 'electron';
import {
  ENGINE_PORT_CHANNEL,
  ENGINE_PORT_MESSAGE,
  REQUEST_ENGINE_PORT_CHANNEL,
} from '../../shared/contract/shell';

ipcRenderer.on(ENGINE_PORT_CHANNEL, (event) => {
  window.postMessage(ENGINE_PORT_MESSAGE, window.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld(
  'breakwater',
  Object.freeze({
    /** Asks for a port to the engine; it arrives as a window message once the engine runs. */
    requestEnginePort: () => ipcRenderer.send(REQUEST_ENGINE_PORT_CHANNEL),
  }),
);
