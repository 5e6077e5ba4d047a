// SPDX-License-Identifier: Apache-2.0
// The phone's camera: the one at the back by preference, its light and zoom where it has them.

interface Abilities extends MediaTrackCapabilities {
  torch?: boolean;
  zoom?: { min: number; max: number; step?: number };
  focusMode?: string[];
}

type Wish = MediaTrackConstraintSet & { torch?: boolean; zoom?: number; focusMode?: string };

export interface Camera {
  video: HTMLVideoElement;
  torch: boolean; // has a light
  zoom: { min: number; max: number; step: number } | null;
  others: boolean; // there is another camera
  setTorch(on: boolean): Promise<void>;
  setZoom(value: number): Promise<void>;
  next(): Promise<Camera>;
  close(): void;
}

function wish(track: MediaStreamTrack, what: Wish): Promise<void> {
  return track.applyConstraints({ advanced: [what] }).catch(() => undefined);
}

async function cameras(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((d) => d.kind === "videoinput").map((d) => d.deviceId);
}

function openStream(id: string | undefined): Promise<MediaStream> {
  const which =
    id === undefined ? { facingMode: { ideal: "environment" } } : { deviceId: { exact: id } };
  const size = { width: { ideal: 1920 }, height: { ideal: 1080 } };
  return navigator.mediaDevices.getUserMedia({ video: { ...which, ...size }, audio: false });
}

function zoomOf(able: Abilities): Camera["zoom"] {
  const zoom = able.zoom;
  return zoom && zoom.max > zoom.min
    ? { min: zoom.min, max: zoom.max, step: zoom.step ?? 0.1 }
    : null;
}

function stop(stream: MediaStream, video: HTMLVideoElement): void {
  stream.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
}

export async function openCamera(video: HTMLVideoElement, id?: string): Promise<Camera> {
  const stream = await openStream(id);
  const [track] = stream.getVideoTracks();
  if (track === undefined) {
    throw new DOMException("no video", "NotFoundError");
  }
  video.srcObject = stream;
  await video.play();
  const able: Abilities = track.getCapabilities?.() ?? {};
  if (able.focusMode?.includes("continuous")) {
    await wish(track, { focusMode: "continuous" });
  }
  const ids = await cameras();
  const current = track.getSettings().deviceId ?? "";
  return {
    video,
    torch: able.torch === true,
    zoom: zoomOf(able),
    others: ids.length > 1,
    setTorch: (on) => wish(track, { torch: on }),
    setZoom: (value) => wish(track, { zoom: value }),
    next: () => {
      stop(stream, video);
      return openCamera(video, ids[(ids.indexOf(current) + 1) % ids.length]);
    },
    close: () => stop(stream, video),
  };
}
