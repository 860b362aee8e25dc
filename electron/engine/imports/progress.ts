/** How far an import is, by bytes read from the disk. */

export interface ImportProgress {
  readonly phase: 'survey' | 'import';
  /** The file being read. */
  readonly file: string;
  readonly bytes: number;
  readonly totalBytes: number;
  /** Events so far. */
  readonly rows: number;
}

export class ProgressMeter {
  /** Adds bytes read; may be passed around by itself. */
  readonly add: (bytes: number) => void;
  readonly #phase: ImportProgress['phase'];
  readonly #totalBytes: number;
  readonly #onProgress: (progress: ImportProgress) => void;
  #file = '';
  /** Of files that are done, exactly. */
  #doneBytes = 0;
  #fileBytes = 0;
  #rows = 0;

  constructor(
    phase: ImportProgress['phase'],
    totalBytes: number,
    onProgress: (progress: ImportProgress) => void,
  ) {
    this.#phase = phase;
    this.#totalBytes = totalBytes;
    this.#onProgress = onProgress;
    this.add = (bytes) => {
      this.#fileBytes += bytes;
    };
  }

  begin(file: string): void {
    this.#file = file;
    this.#fileBytes = 0;
    this.#tell();
  }

  rows(count: number): void {
    this.#rows += count;
    this.#tell();
  }

  /** The file of this size has been read to its end. */
  end(bytes: number): void {
    this.#doneBytes += bytes;
    this.#fileBytes = 0;
    this.#tell();
  }

  #tell(): void {
    this.#onProgress({
      phase: this.#phase,
      file: this.#file,
      bytes: Math.min(this.#doneBytes + this.#fileBytes, this.#totalBytes),
      totalBytes: this.#totalBytes,
      rows: this.#rows,
    });
  }
}
