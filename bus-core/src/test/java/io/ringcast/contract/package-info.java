/** What every transport has to do, as tests that each transport's tests extend. */
package io.ringcast.contract;
