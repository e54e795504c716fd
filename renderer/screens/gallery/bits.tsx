import { DrawnPicture } from '../../ui/floor/picture.tsx'
import styles from './gallery.module.css'

const shapes = ['box', 'bottle', 'jar', 'pouch', 'tube', 'can', 'cup', 'book', 'whisk']

/** The way into the scenes, and the drawn pictures beside each other. */
export function Bits({ scenes }: { scenes: readonly string[] }) {
  return (
    <main className={styles.index}>
      <h1>Gallery</h1>
      <ul className={styles.links}>
        {scenes.map((scene) => (
          <li key={scene}>
            <a href={`/gallery/${scene}`}>{scene}</a>
          </li>
        ))}
      </ul>
      <ul className={styles.pictures}>
        {shapes.map((shape, index) => (
          <li key={shape}>
            <DrawnPicture
              picture={`drawn:${shape}/${['2f7a45', '1f5fa8', 'e3b53a'][index % 3]}/${index % 2 === 0 ? '녹차' : 'Tea'}`}
            />
            {shape}
          </li>
        ))}
      </ul>
    </main>
  )
}
