import { after } from '../client/time.ts';
import { isDocketCode } from './docket-check.ts';
import { best, Eyes } from './eyes.ts';

/**
 * `insecure`: browsers give cameras to secure pages only. `denied`: the person or a policy said no. `none`: no camera.
 * `busy`: another program has it.
 */
export type CameraState = 'off' | 'asking' | 'on' | 'insecure' | 'denied' | 'none' | 'busy';
/** Rest between two looks, ms: a phone's battery matters more than a tenth of a second. */
const LOOK_MS = 120;
/** A text that is not ours counts when two looks agree; ours has its check character. */
const AGREEING = 2;

const stateOf = (error: unknown): CameraState => {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
};

/** A camera that looks for codes until it finds one or is stopped. What it sees never leaves the browser. */
export class Camera {
  state = $state<CameraState>('off');
  #stream: MediaStream | null = null;
  #eyes: Eyes | null = null;
  #cancel: (() => void) | null = null;
  #last = { text: '', times: 0 };

  async start(video: HTMLVideoElement, found: (text: string) => void): Promise<void> {
    this.stop();
    // Without a secure context there is no `mediaDevices`, whatever its type says.
    if (!window.isSecureContext) {
      this.state = 'insecure';
      return;
    }
    this.state = 'asking';
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (this.state !== 'asking') return end(stream);
      this.#stream = stream;
      video.srcObject = stream;
      await video.play();
      this.#eyes = new Eyes();
      this.state = 'on';
      this.#next(video, found);
    } catch (error) {
      this.stop();
      this.state = stateOf(error);
    }
  }
  stop(): void {
    this.#cancel?.();
    this.#eyes?.close();
    if (this.#stream) end(this.#stream);
    [this.#cancel, this.#eyes, this.#stream, this.#last] = [null, null, null, { text: '', times: 0 }];
    this.state = 'off';
  }

  #next(video: HTMLVideoElement, found: (text: string) => void): void {
    this.#cancel = after(LOOK_MS, () => void this.#look(video, found));
  }
  async #look(video: HTMLVideoElement, found: (text: string) => void): Promise<void> {
    const eyes = this.#eyes;
    if (eyes === null) return;
    const code =
      video.videoWidth === 0
        ? undefined
        : best(await eyes.read(await createImageBitmap(video), false), isDocketCode);
    if (this.#eyes !== eyes) return;
    if (code !== undefined && this.#isSure(code.text)) {
      this.stop();
      found(code.text);
    } else this.#next(video, found);
  }
  #isSure(text: string): boolean {
    if (isDocketCode(text)) return true;
    this.#last = { text, times: text === this.#last.text ? this.#last.times + 1 : 1 };
    return this.#last.times >= AGREEING;
  }
}

const end = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/** The code in a photo; null when there is none to be read, or it is no picture. The photo stays in the browser. */
export async function codeInPhoto(file: Blob): Promise<string | null> {
  const eyes = new Eyes();
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return best(await eyes.read(picture, true), isDocketCode)?.text ?? null;
  } catch {
    return null;
  } finally {
    eyes.close();
  }
}
