import * as THREE from 'three';
import { blotches, canvasTexture, speckle } from './canvas-texture.mjs';
import { GeometryCollector } from './geometry-collector.mjs';

const PIXELS_PER_METRE = 56;
const WALLS = ['#cfc4a8', '#d8d3c6', '#b9c4c4', '#c9b08c', '#d9c9b4', '#a9b59f', '#c7c9cc', '#dcd0a2'];
const SIGNS = [
  ['SỬA XE MÁY', '#1c4f9c', '#ffffff'],
  ['CÀ PHÊ', '#5b2a14', '#ffe9b0'],
  ['TẠP HÓA', '#c4262e', '#ffffff'],
  ['CƠM TẤM', '#e2a60f', '#7a1010'],
  ['NHÀ THUỐC', '#12804a', '#ffffff'],
  ['PHỞ BÒ', '#b3151b', '#ffe680'],
  ['VĂN PHÒNG PHẨM', '#1f6db5', '#ffffff'],
  ['BÁNH MÌ', '#d9691e', '#ffffff'],
  ['ĐIỆN NƯỚC', '#2b5f8a', '#fff2b0'],
  ['HOA TƯƠI', '#8a2466', '#ffffff'],
];
let nextSign = 0;
const SOLID = new THREE.MeshLambertMaterial({ vertexColors: true });

function paintWindow(context, random, x, y, width, height) {
  context.fillStyle = '#ece8dc';
  context.fillRect(x - 0.08, y - 0.08, width + 0.16, height + 0.16);
  const glass = context.createLinearGradient(x, y, x + width, y + height);
  glass.addColorStop(0, random.pick(['#43525c', '#39474f', '#4c5c66']));
  glass.addColorStop(1, '#1d262c');
  context.fillStyle = glass;
  context.fillRect(x, y, width, height);
  if (random.next() < 0.4) {
    context.fillStyle = random.pick(['rgba(220,205,170,.7)', 'rgba(190,110,90,.6)', 'rgba(150,170,190,.6)']);
    context.fillRect(x, y, width * 0.45, height);
  }
  context.fillStyle = '#ece8dc';
  context.fillRect(x + width / 2 - 0.03, y, 0.06, height);
  context.fillRect(x, y + height * 0.32, width, 0.05);
  context.fillStyle = 'rgba(0,0,0,.3)';
  context.fillRect(x, y, width, 0.1);
}

function paintShop(context, random, width, height) {
  const top = height - 3.6;
  const open = random.next() < 0.6;
  if (open) {
    const inside = context.createLinearGradient(0, top, 0, height);
    inside.addColorStop(0, '#2a2724');
    inside.addColorStop(1, '#4a4339');
    context.fillStyle = inside;
    context.fillRect(0.25, top + 0.3, width - 0.5, 3.3);
    for (let shelf = 0; shelf < 4; shelf++) {
      for (let x = 0.4; x < width - 0.6; x += random.range(0.14, 0.32)) {
        context.fillStyle = random.pick(['#a33f32', '#c9a34b', '#49713f', '#345b86', '#cfcabd', '#7a4a6a', '#2f2c29']);
        const size = random.range(0.12, 0.4);
        context.fillRect(x, top + 1.05 + shelf * 0.6 - size * 0.6, random.range(0.1, 0.26), size);
      }
    }
    context.fillStyle = 'rgba(255,236,190,.25)';
    context.fillRect(0.25, top + 0.3, width - 0.5, 0.4);
  } else {
    context.fillStyle = random.pick(['#7d8b95', '#8d8f8b', '#5f7d86']);
    context.fillRect(0.25, top + 0.3, width - 0.5, 3.3);
    context.fillStyle = 'rgba(0,0,0,.22)';
    for (let y = top + 0.35; y < height; y += 0.13) context.fillRect(0.25, y, width - 0.5, 0.04);
  }
  const [text, ground, ink] = SIGNS[nextSign++ % SIGNS.length];
  context.fillStyle = ground;
  context.fillRect(0.1, top - 0.75, width - 0.2, 0.95);
  context.fillStyle = ink;
  context.font = '700 0.62px "Roboto Condensed"';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, width / 2, top - 0.27, width - 0.5);
}

/** The front of one tube house: shop below, windows and stains above. */
export function facadeTexture(random, width, height) {
  return canvasTexture(
    Math.round(width * PIXELS_PER_METRE),
    Math.round(height * PIXELS_PER_METRE),
    (context) => {
      context.scale(PIXELS_PER_METRE, PIXELS_PER_METRE);
      context.fillStyle = random.pick(WALLS);
      context.fillRect(0, 0, width, height);
      const area = { width, height };
      blotches(context, random, { ...area, count: 10, color: '#6d6455', radius: [0.5, 2], alpha: 0.16 });
      speckle(context, random, {
        ...area,
        count: 900,
        colors: ['#8a8272', '#fff8e8'],
        size: [0.02, 0.06],
        alpha: 0.25,
      });
      for (let floorTop = height - 4.6 - 3.2; floorTop > -1; floorTop -= 3.3) {
        const count = width > 4.6 ? 3 : 2;
        const windowWidth = random.range(0.95, 1.2);
        for (let i = 0; i < count; i++) {
          const x = ((i + 0.5) / count) * width - windowWidth / 2;
          paintWindow(context, random, x, floorTop + 0.9, windowWidth, 1.75);
        }
        context.fillStyle = 'rgba(60,54,44,.35)';
        context.fillRect(0, floorTop + 3.12, width, 0.14);
      }
      paintShop(context, random, width, height);
    },
    { anisotropy: 4 },
  );
}

/**
 * A tube house whose front stands in the plane z = 0 facing +z, centred on x, with balconies, an awning and a roof.
 * The caller turns and places it.
 */
export function createHouse(random, { width, height, depth = 9 }) {
  const house = new THREE.Group();
  const front = new THREE.Mesh(
    new THREE.PlaneGeometry(width, height),
    new THREE.MeshLambertMaterial({ map: facadeTexture(random, width, height) }),
  );
  front.position.set(0, height / 2, 0.02);
  front.receiveShadow = true;
  const relief = new GeometryCollector();
  relief.box(random.pick(WALLS), [width, height, depth], [0, height / 2, -depth / 2]);
  relief.box('#8f887a', [width + 0.1, 0.3, depth], [0, height + 0.12, -depth / 2 + 0.1]);
  const awning = random.pick(['#c97a16', '#2a66a8', '#a6312b', '#2f7a54', '#b8b2a2']);
  if (random.next() < 0.75) relief.box(awning, [width - 0.3, 0.06, 1.3], [0, 2.95, 0.6], [0.26, 0, 0]);
  for (let floor = 4.6; floor + 2.4 < height; floor += 3.3) {
    if (random.next() < 0.35) continue;
    relief.box('#b8b1a1', [width - 0.5, 0.14, 0.8], [0, floor + 0.1, 0.4]);
    relief.box('#3a3d3f', [width - 0.5, 0.05, 0.04], [0, floor + 1.02, 0.78]);
    for (let x = -width / 2 + 0.35; x < width / 2 - 0.3; x += 0.22) {
      relief.box('#3a3d3f', [0.025, 0.9, 0.025], [x, floor + 0.6, 0.78]);
    }
    if (random.next() < 0.6) relief.ball('#49682f', [random.range(-1, 1), floor + 0.75, 0.6], [0.45, 0.32, 0.22]);
  }
  house.add(front, relief.mesh(SOLID));
  return house;
}

/** A row of houses along a line: starts at `from`, turned by `turn`, until `length` metres are filled. */
export function createHouseRow(random, { from, turn, length, low = 8, high = 15 }) {
  const row = new THREE.Group();
  let along = 0;
  while (along < length) {
    const width = random.range(3.8, 5.6);
    const house = createHouse(random, { width, height: random.range(low, high) });
    house.position.x = along + width / 2;
    row.add(house);
    along += width;
  }
  row.position.set(...from);
  row.rotation.y = turn;
  return row;
}
