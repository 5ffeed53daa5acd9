/** Examples, one file each, and the two that some of them share. */
@NullMarked
package io.ringcast.examples;

import org.jspecify.annotations.NullMarked;
