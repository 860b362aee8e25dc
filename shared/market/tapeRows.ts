/** Rows of the tapes in a checkpoint: whole events, bit for bit. */
import type { LiquidationEvent, TradeEvent } from '../model/events';
import type { ByteReader, ByteWriter } from './byteCodec';

export function writeTrade(writer: ByteWriter, event: TradeEvent): void {
  writeStamp(writer, event);
  writer.flag(event.takerSide === 'buy');
  writer.nullable(event.tradeId);
  writer.flag(event.backfilled);
}

export function readTrade(reader: ByteReader): TradeEvent {
  const stamp = readStamp(reader);
  const takerSide = reader.flag() ? 'buy' : 'sell';
  return { kind: 'trade', ...stamp, takerSide, tradeId: reader.nullable(), backfilled: reader.flag() };
}

export function writeLiquidation(writer: ByteWriter, event: LiquidationEvent): void {
  writeStamp(writer, event);
  writer.flag(event.positionSide === 'short');
  writer.double(event.notionalUsd);
}

export function readLiquidation(reader: ByteReader): LiquidationEvent {
  const stamp = readStamp(reader);
  const positionSide = reader.flag() ? 'short' : 'long';
  return { kind: 'liquidation', ...stamp, positionSide, notionalUsd: reader.double() };
}

function writeStamp(writer: ByteWriter, event: TradeEvent | LiquidationEvent): void {
  writer.whole(event.seq);
  writer.double(event.exchangeTimeMs);
  writer.double(event.receiveTimeMs);
  writer.whole(event.instrument);
  writer.double(event.priceTicks);
  writer.double(event.quantityLots);
}

function readStamp(reader: ByteReader) {
  return {
    seq: reader.whole(),
    exchangeTimeMs: reader.double(),
    receiveTimeMs: reader.double(),
    instrument: reader.whole(),
    priceTicks: reader.double(),
    quantityLots: reader.double(),
  };
}
