let audio: AudioContext | undefined;

/** Two short tones, without a sound file. Silent where the browser has no sound or waits for a first touch. */
export function beep(): void {
  try {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume().catch(() => undefined);
    for (const [index, hertz] of [880, 660].entries()) tone(audio, hertz, audio.currentTime + index * 0.22);
  } catch {
    audio = undefined;
  }
}

function tone(context: AudioContext, hertz: number, at: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'square';
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.12, at + 0.01);
  gain.gain.setValueAtTime(0.12, at + 0.16);
  gain.gain.linearRampToValueAtTime(0, at + 0.19);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.2);
}
