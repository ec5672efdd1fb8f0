import {
  createSelfSignedCertificate,
  type DtlsKeys,
  type Extension,
  HashAlgorithm,
  NamedCurveAlgorithm,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RTCRtpHeaderExtensionParameters,
  type RTCRtpSender,
  RtpHeader,
  RtpPacket,
  SignatureAlgorithm,
} from 'werift';
import type { WhepPacket } from './whep-packets.ts';
import { answerWithPublicAddresses, offerWithoutNames } from './whep-sdp.ts';

export interface WhepPeerOptions {
  readonly offer: string;
  readonly keys: DtlsKeys;
  /** Whether the viewer is on this machine: then the loop-back address is offered too. */
  readonly isLocal: boolean;
  /** Addresses under which this machine is reached from outside, and the UDP ports that are forwarded. */
  readonly publicAddresses: readonly string[];
  readonly portRange: readonly [number, number] | null;
  readonly onConnected: () => void;
  /** The browser lost its picture and asks for a key frame. */
  readonly onPictureLost: () => void;
  readonly onGone: () => void;
}

const PLAYOUT_DELAY = 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay';
/** Show at once: least and most delay are zero. */
const NO_DELAY = Buffer.from([0, 0, 0]);
/** Packets that may wait for their turn; more means that the group of pictures is gigantic. */
const MAX_QUEUED = 20_000;
/** A burst goes out in this measure, so that it fits through socket buffers. */
const PACKETS_PER_TURN = 48;
const TURN_MS = 4;

let keys: Promise<DtlsKeys> | null = null;

/** The certificate of this process's peers (ECDSA P-256); making one for each peer would cost half a second. */
export function whepKeys(): Promise<DtlsKeys> {
  keys ??= createSelfSignedCertificate(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  );
  return keys;
}

/** One browser that watches by WebRTC. Sends packets once connected; tells when the browser is gone. */
export class WhepPeer {
  readonly #pc: RTCPeerConnection;
  readonly #sender: RTCRtpSender;
  readonly #options: WhepPeerOptions;
  readonly #queue: WhepPacket[] = [];
  #turn: NodeJS.Timeout | null = null;
  #extensions: Extension[] = [];
  #heardAtMs = performance.now();
  #closing: Promise<void> | null = null;

  constructor(options: WhepPeerOptions) {
    this.#options = options;
    const { isLocal, portRange } = options;
    this.#pc = new RTCPeerConnection({
      codecs: { video: [h264()], audio: [] },
      headerExtensions: { video: [new RTCRtpHeaderExtensionParameters({ uri: PLAYOUT_DELAY })], audio: [] },
      iceServers: [],
      dtls: { keys: options.keys },
      iceUseIpv6: false,
      ...(isLocal ? { iceAdditionalHostAddresses: ['127.0.0.1'] } : {}),
      ...(portRange === null ? {} : { icePortRange: [portRange[0], portRange[1]] }),
    });
    this.#sender = this.#pc.addTransceiver('video', { direction: 'sendonly' }).sender;
    this.#sender.onRtcp.subscribe(() => this.#heard());
    this.#sender.onPictureLossIndication.subscribe(() => options.onPictureLost());
    this.#pc.connectionStateChange.subscribe((state) => this.#changed(state));
  }

  /** Milliseconds since the browser was last heard (RTCP), or since the beginning. */
  get silentMs(): number {
    return performance.now() - this.#heardAtMs;
  }

  get isConnected(): boolean {
    return this.#pc.connectionState === 'connected';
  }

  /** The SDP answer with all candidates. Rejects for an offer that cannot be answered. */
  async answer(): Promise<string> {
    const { offer, publicAddresses } = this.#options;
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: offerWithoutNames(offer) });
    // Told of no STUN server the library asks one in the internet, and waits 5 s for it where there is none.
    for (const { connection } of this.#pc.iceTransports) delete connection.stunServer;
    await this.#pc.setLocalDescription(await this.#pc.createAnswer());
    const sdp = this.#pc.localDescription?.sdp;
    if (sdp === undefined || !/H264\/90000/i.test(sdp)) throw new Error('no H.264 in common');
    return answerWithPublicAddresses(sdp, publicAddresses);
  }

  send(packets: readonly WhepPacket[]): void {
    if (this.#queue.length + packets.length > MAX_QUEUED) this.#queue.length = 0;
    this.#queue.push(...packets);
    if (this.#turn === null) this.#drain();
  }

  /** Resolves when sockets and timers are gone. Idempotent. */
  close(): Promise<void> {
    this.#queue.length = 0;
    if (this.#turn !== null) clearTimeout(this.#turn);
    this.#turn = null;
    this.#closing ??= this.#pc.close().catch(() => undefined);
    return this.#closing;
  }

  #drain(): void {
    this.#turn = null;
    for (const packet of this.#queue.splice(0, PACKETS_PER_TURN)) {
      const { payload, ...fields } = packet;
      const header = new RtpHeader({ ...fields, extension: true, extensions: [...this.#extensions] });
      // A socket that is being closed refuses; the state change says so too.
      this.#sender.sendRtp(new RtpPacket(header, payload)).catch(() => undefined);
    }
    if (this.#queue.length > 0) this.#turn = setTimeout(() => this.#drain(), TURN_MS);
  }

  #heard(): void {
    this.#heardAtMs = performance.now();
  }

  #changed(state: RTCPeerConnection['connectionState']): void {
    if (state === 'connected') {
      this.#heard();
      const id = Object.entries(this.#pc.extIdUriMap).find(([, uri]) => uri === PLAYOUT_DELAY)?.[0];
      this.#extensions = id === undefined ? [] : [{ id: Number(id), payload: NO_DELAY }];
      this.#options.onConnected();
    } else if (state === 'failed' || state === 'closed' || state === 'disconnected') this.#options.onGone();
  }
}

function h264(): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({
    mimeType: 'video/H264',
    clockRate: 90_000,
    // What is sent says its real profile in its SPS; browsers decode by that.
    parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
    rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
  });
}
