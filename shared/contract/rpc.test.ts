import { memoryLinkPair } from './memoryLink';
import { type EmitterPort, portLink } from './portLink';
import { describeRpcContract } from './rpcContract.testkit';

describeRpcContract('memory', async () => {
  const [engine, window] = memoryLinkPair();
  return { engine, window, dispose: async () => engine.close() };
});

describeRpcContract('message ports', async () => {
  const { port1, port2 } = new MessageChannel();
  const engine = portLink(port1);
  return { engine, window: portLink(port2), dispose: async () => engine.close() };
});

describeRpcContract("ports of Electron's shape", async () => {
  const { port1, port2 } = new MessageChannel();
  const engine = portLink(emitterPort(port1));
  return { engine, window: portLink(port2), dispose: async () => engine.close() };
});

/** Electron's `MessagePortMain` emits events but is no event target. */
function emitterPort(port: MessagePort): EmitterPort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (type, listener) =>
      port.addEventListener(type, (event) => listener({ data: 'data' in event ? event.data : undefined })),
    start: () => port.start(),
    close: () => port.close(),
  };
}
